"""Lives stored runs again, and compares every digit."""

import json
from dataclasses import asdict, dataclass
from itertools import batched

import numpy as np
