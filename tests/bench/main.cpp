// gezhi_bench [PREFIX]: prints one JSON line per figure of the groups whose name starts with PREFIX.
#include "tests/bench/bench.h"

int main(int argc, char** argv) { return gezhi::bench::run_all(argc > 1 ? argv[1] : ""); }
