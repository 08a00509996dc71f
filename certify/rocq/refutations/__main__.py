"""``python -m certify.rocq.refutations`` writes the witnesses that the library ships."""

from certify.rocq.refutations.witnesses import ship
from certify.runs import load

if __name__ == "__main__":
    print(f"{ship(load())} witnesses")
