#!/usr/bin/env bash
#SBATCH --job-name=crashpoint-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem=4G
#SBATCH --time=00:20:00
#SBATCH --output=crashpoint-merge-%j.out
# Merges what the tasks of slurm-shards.sh have written below FOLDER, whether they were green or red.
# Usage: sbatch --dependency=afterany:JOB slurm-merge.sh FOLDER
set -euo pipefail

folder=$1
rm -rf "${folder:?}/whole"
code=0
crashpoint merge "$folder/shards" --output "$folder/whole" || code=$?
crashpoint report "$folder/whole" --format html --output "$folder/whole/report.html"
crashpoint report "$folder/whole" --format junit --output "$folder/whole/junit.xml"
exit "$code"
