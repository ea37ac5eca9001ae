"""Why two worlds differ: both lived side by side, every difference followed from person to person, none unexplained."""
