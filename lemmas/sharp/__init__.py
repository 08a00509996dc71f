"""Our own statements: sharper bounds, and a corrected statement beside each one that turned out to be false.

A docstring gives the idea of the proof. The symbols and definitions are those of LSXYZ23.
"""

import certify as ct

PAPER = ct.Paper("sharp", title="Sharper and corrected statements of this project")
