"""Times Hugging Face's Whisper on the GPU, beside `./run.sh bench speech`: random weights of a published size in float16,
the same number of tokens, greedy. Needs PyTorch and Transformers.

    python3 bench/gpu_transformers.py SIZE BATCH RUNS [FILE.json]

The memory is PyTorch's peak, the load included, without CUDA's own.
"""
import json
import statistics
import sys
import time

import numpy
import torch
from transformers import GenerationMixin, WhisperConfig, WhisperFeatureExtractor, WhisperForConditionalGeneration

SIZES = {"tiny": (384, 6, 4), "base": (512, 8, 6), "small": (768, 12, 12), "medium": (1024, 16, 24), "large-v2": (1280, 20, 32)}
PROMPT = [50258, 50259, 50359]  # start, English, transcribe
TOKENS = 33  # a timestamp, 30 of text, a timestamp, the end
SECONDS = 10


def make(size, device, dtype):
    width, heads, layers = SIZES[size]
    config = WhisperConfig(
        d_model=width, encoder_attention_heads=heads, decoder_attention_heads=heads, encoder_layers=layers, decoder_layers=layers,
        encoder_ffn_dim=4 * width, decoder_ffn_dim=4 * width, vocab_size=51865, decoder_start_token_id=PROMPT[0])
    torch.manual_seed(1)
    with torch.device(device):
        model = WhisperForConditionalGeneration(config)
    return model.to(dtype).eval()


def transcribe(model, extractor, clips):
    """From samples to tokens, as a service would; the text is left out."""
    features = extractor(clips, sampling_rate=16000, return_tensors="pt").input_features.to(model.device, model.dtype)
    prompt = torch.tensor([PROMPT] * len(clips), device=model.device)
    # Whisper's own generate() adds long recordings and fallbacks to this; neither is wanted here.
    tokens = GenerationMixin.generate(
        model, features, decoder_input_ids=prompt, max_new_tokens=TOKENS, min_new_tokens=TOKENS, do_sample=False, num_beams=1)
    assert tokens.shape[1] - len(PROMPT) == TOKENS, tokens.shape
    return tokens.cpu()


def main():
    size, batch, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    device, dtype = ("cuda", torch.float16) if torch.cuda.is_available() else ("cpu", torch.float32)
    started = time.perf_counter()
    model = make(size, device, dtype)
    extractor = WhisperFeatureExtractor()
    random = numpy.random.default_rng(1)
    clips = [0.1 * random.standard_normal(SECONDS * 16000).astype("float32") for _ in range(batch)]
    with torch.inference_mode():
        transcribe(model, extractor, clips)
        cold = 1000 * (time.perf_counter() - started)
        transcribe(model, extractor, clips)
        times = []
        for _ in range(runs):
            started = time.perf_counter()
            transcribe(model, extractor, clips)
            times.append(1000 * (time.perf_counter() - started))
    times.sort()
    result = {
        "system": f"Transformers, {str(dtype).removeprefix('torch.')}, {model.config._attn_implementation}",
        "model": size, "batch": batch, "runs": runs,
        "median": statistics.median(times), "p95": times[-(-95 * runs // 100) - 1], "max": times[-1],
        "clipsPerMinute": 60_000 * batch / statistics.median(times), "cold": cold,
        "gpuMegabytes": torch.cuda.max_memory_reserved() / 2**20 if device == "cuda" else None,
    }
    text = json.dumps(result)
    print(text)
    if len(sys.argv) > 4:
        with open(sys.argv[4], "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
