#!/usr/bin/env bash
# Makes dashboard.png: serves a pool under load for some minutes, keeps what a real Prometheus
# answers to the dashboard's queries, and draws that. Needs a JDK 17, prometheus, python3 with venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d "${TMPDIR:-/tmp}/portmanager-dashboard.XXXXXX")
trap 'rm -rf -- "$folder"' EXIT

./mvnw --batch-mode --no-transfer-progress --quiet -pl cli -am test \
  -Dtest='DashboardEndToEndTest#record' -Dsurefire.failIfNoSpecifiedTests=false \
  -Dportmanager.dashboard.record="$folder/recording.json"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check matplotlib==3.11.2
"$folder/venv/bin/python" docs/images/dashboard.py \
  jmx/src/main/dashboards/portmanager-grafana.json "$folder/recording.json" docs/images/dashboard.png
