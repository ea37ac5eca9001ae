"""On what the digits of a run hang besides its inputs: the model's code, packages, Python, the processor."""

import platform
from dataclasses import dataclass

from experiments.canonical import digest_of
from experiments.provenance import versions

DIGITS = ("python", "numba", "llvmlite", "numpy", "scipy")  # packages by which a last digit may change
NO, PERHAPS, YES = "no", "perhaps", "yes"


@dataclass(frozen=True)
class Environment:
    """What a run was lived with."""

    model_source: str
    versions: tuple[tuple[str, str], ...]
    processor: str
    system: str

    @property
    def digest(self):
        return digest_of([self.model_source, self.versions, self.processor, self.system])

    def differences(self, other):
        """What is otherwise in another environment: [(what, here, there, whether results may be mixed)]."""
        found = []
        if self.model_source != other.model_source:
            found.append(("the model's code", self.model_source, other.model_source, NO))
        mine, theirs = dict(self.versions), dict(other.versions)
        for name in dict.fromkeys((*mine, *theirs)):
            if mine.get(name) != theirs.get(name):
                mixed = PERHAPS if name in DIGITS else YES
                found.append((name, mine.get(name, "none"), theirs.get(name, "none"), mixed))
        if self.processor != other.processor:
            found.append(("the processor", self.processor, other.processor, PERHAPS))
        if self.system != other.system:
            found.append(("the system", self.system, other.system, PERHAPS))
        return found

    def compared(self, other):
        """(Sentences that name what changed, whether results may be mixed: NO, PERHAPS or YES)."""
        found = self.differences(other)
        verdicts = [mixed for *_, mixed in found]
        verdict = next((word for word in (NO, PERHAPS) if word in verdicts), YES)
        return [f"{what} was {there}, and is {here} now" for what, here, there, _ in found], verdict


def compared_with(others):
    """(Sentences that name what changed since any of these Environments, NO, PERHAPS or YES)."""
    told = [here().compared(other) for other in others]
    sentences = dict.fromkeys(sentence for found, _ in told for sentence in found)
    return list(sentences), min((verdict for _, verdict in told), key=(NO, PERHAPS, YES).index, default=YES)


def here():
    """The Environment of this process."""
    found = versions()
    source = found.pop("model_source")
    return Environment(source, tuple(sorted(found.items())), _processor(), platform.system())


def _processor():
    """Make and instruction set; the compiler's own name of it, since it makes the code."""
    from llvmlite import binding

    return f"{platform.machine()} {binding.get_host_cpu_name()}"
