"""The mutation run: crucial modules are broken in thousands of places, and tests have to notice.

Two kinds of mutants. `generated` has mutmut make those of the code within functions. `planted` are
written by hand, in `planted.toml`: what no such tool breaks, as SQL, patterns and constants. All is
done on copies below `.mutants`; the work tree is only read.
"""
