"""`python -m bench` runs all benchmarks, `python -m bench NAME …` some, `python -m bench --list` names them."""

import argparse
import sys
from collections.abc import Callable, Mapping

from bench import deliveries, pages, submit, zero_loss

BENCHMARKS: Mapping[str, Callable[[list[str]], int]] = {
    "deliveries": deliveries.main,
    "pages": pages.main,
    "submit": submit.main,
    "zero_loss": zero_loss.main,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure. Without names: everything.")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--list", action="store_true", help="name the benchmarks and do nothing")
    options = parser.parse_args()
    if options.list:
        print("\n".join(BENCHMARKS))
        return 0
    return max(run(name) for name in options.names or BENCHMARKS)


def run(name: str) -> int:
    print(f"{name}:", file=sys.stderr)
    return BENCHMARKS[name]([])


if __name__ == "__main__":
    sys.exit(main())
