#!/usr/bin/env bash
# The national policy from file to file, alternating with hand-written peers: benches/national.sh FOLDER DATA.parquet [ROUNDS] [PEER…]
#
# FOLDER holds the description of the workload with its generator, `compare.py` and the peers; DATA is a file of decimals that the
# generator has made. Prints median wall and CPU seconds and peak memory, and the ratios to ours. First the answers are looked at.
set -euo pipefail
folder=$1 data=$2 rounds=${3:-3}
shift $(($# < 3 ? $# : 3))
peers=("$@")
[ ${#peers[@]} -gt 0 ] || peers=(duckdb:f64 duckdb:dec polars:cents)
here=$(cd "$(dirname "$0")/.." && pwd)
ics=$here/target/release/ics
python=${PYTHON:-python3}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

[ -x "$ics" ] || cargo build --release --manifest-path "$here/Cargo.toml"
score="$ics score $here/examples/national/national.ics {in} -o {out} --columns id,total,g1,g2,g3,eligible --threads 2 --quiet"

answer=${score//\{in\}/$data}
${answer//\{out\}/$out/answer.parquet}
"$python" - "$out/answer.parquet" <<'END'
import sys, duckdb
[(rows, eligible, total)] = duckdb.sql(f"select count(*), count(*) filter (eligible), sum(total) from '{sys.argv[1]}'").fetchall()
known = {100_000: (12_053, 4_882_406.99), 1_000_000: (119_266, 48_771_701.42)}
print(f"{rows} rows, {eligible} eligible, totals {total}")
if rows in known and (eligible != known[rows][0] or abs(float(total) - known[rows][1]) > 0.05):
    sys.exit(f"the answer is {known[rows]}")
END
"$python" "$folder/compare.py" "$data" "$out" "$rounds" "$score" "${peers[@]}"
