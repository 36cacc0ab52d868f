#!/usr/bin/env bash
# Drives a real `canopy serve` with the clients that people use: boto3 and aws-cli from PyPI, OpenSSL and GnuTLS. `cargo test` has
# built the program before.
set -euo pipefail
cd "$(dirname "$0")"
clients=${CANOPY_SDK_VENV:-$(mktemp -d)}
trap '[[ -n ${CANOPY_SDK_VENV:-} ]] || rm -rf "$clients"' EXIT
[[ -x $clients/bin/python ]] || python3 -m venv "$clients"
"$clients/bin/pip" install --quiet --disable-pip-version-check --requirement requirements.txt
export PATH=$clients/bin:$PATH PYTHONDONTWRITEBYTECODE=1
for part in with_boto3 with_aws_cli relying_parties; do
    printf -- '-- %s\n' "$part"
    "$clients/bin/python" "$part.py"
done
