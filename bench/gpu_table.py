"""Prints what bench/gpu.sh left in a folder as tables: python3 bench/gpu_table.py FOLDER"""
import glob
import json
import os
import sys


def number(value, digits=0):
    return "" if value is None else f"{value:.{digits}f}"


def main():
    speech, transformers = [], []
    for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.json"))):
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
        (speech if "rows" in result else transformers).append((os.path.basename(path)[:-5], result))

    print("| run | places | 10 s clip p50 / p95 / max ms | whisper-server | latency over it, fixed / auto | at once: clips a minute, whisper-server's | ratio at 3 | GPU MiB, whisper-server's | cold: prepare + load + first ms |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, result in speech:
        times = {row["system"]: row["milliseconds"] for row in result["rows"] if row["clipSeconds"] == 10 and row["language"] == "fixed"}
        ours, server = (" / ".join(number(times[system][key], 1) for key in ("median", "p95", "max")) for system in ("VoicePrep", "whisper-server"))
        rates = {}
        for row in result["throughput"]:
            rates.setdefault(row["concurrent"], {})[row["system"]] = row["clipsPerMinute"]
        rate = "; ".join(f"{count}: {number(of['VoicePrep'])}, {number(of['whisper-server'])}" for count, of in rates.items())
        ratios, memory, cold = result["ratios"], result["memory"], result["cold"]
        over = ratios["latencyOverWhisperServer"]
        print(f"| {name} | {result['places']} | {ours} | {server} | {number(over['fixed'], 2)} / {number(over['auto'], 2)} | {rate} "
              f"| {number(ratios['throughputOverWhisperServerAt3'], 2)} | {number(memory['oursOnGpu'])}, {number(memory['serverOnGpu'])} "
              f"| {number(cold['prepare'])} + {number(cold['load'])} + {number(cold['firstClip'])} |")
    for name, result in speech:
        if load := result["loadPerClip"]:
            print(f"\n{name}: whisper-cli with {load['model']}, a load per clip: {number(load['milliseconds'])} ms; the same model warm: {number(load['sameModelWarm'])} ms")
    if speech:
        print(f"\n{speech[0][1]['device']}, libwhisper {speech[0][1]['library']}, {speech[0][1]['threads']} threads")

    if transformers:
        print("\n| Transformers | batch | p50 / p95 / max ms | clips a minute | GPU MiB (PyTorch's) | cold ms |")
        print("|---|---|---|---|---|---|")
    for _, result in transformers:
        print(f"| {result['model']} | {result['batch']} | {' / '.join(number(result[key], 1) for key in ('median', 'p95', 'max'))} "
              f"| {number(result['clipsPerMinute'])} | {number(result['gpuMegabytes'])} | {number(result['cold'])} |")


main()
