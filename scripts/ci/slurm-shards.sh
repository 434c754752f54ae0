#!/usr/bin/env bash
#SBATCH --job-name=crashpoint
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=02:00:00
#SBATCH --output=crashpoint-%A-%a.out
# The shards, each a task of an array, on nodes with /dev/fuse and user namespaces. All write below
# FOLDER, which all nodes see. slurm-merge.sh is for afterwards.
# Usage: sbatch --export=ALL,CHAOS_SEED=SEED slurm-shards.sh FOLDER
set -euo pipefail

folder=$1
shard=$SLURM_ARRAY_TASK_ID
# A task that is run again begins its shard again.
rm -rf "${folder:?}/shards/$shard"
# What is crashed is said here.
crashpoint explore --scenario resize --target reference --points sample=400 \
  --shard "$shard/$SLURM_ARRAY_TASK_COUNT" --results "$folder/shards/$shard"
