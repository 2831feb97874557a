"""The same layers in PyTorch, timed on one thread: python3 voice_torch.py CHECKPOINT.pth (Debian: python3-torch, libopenblas0-pthread)."""
import sys, time

import torch, torch.nn as nn, torch.nn.functional as F

torch.set_num_threads(1)
WIDTH = [1, 32, 32, 64, 64, 128, 128]


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layernorm = nn.LayerNorm(513)
        self.convs = nn.ModuleList(nn.utils.weight_norm(nn.Conv2d(WIDTH[i], WIDTH[i + 1], 3, 2, 1)) for i in range(6))
        self.gru, self.proj = nn.GRU(1152, 128, batch_first=True), nn.Linear(128, 256)

    def forward(self, y):
        y = F.pad(y[:, None], (384, 384), mode="reflect")[:, 0]
        z = torch.stft(y, 1024, 256, 1024, torch.hann_window(1024), center=False, return_complex=True)
        x = self.layernorm(torch.sqrt(z.real ** 2 + z.imag ** 2 + 1e-6).transpose(1, 2)[:, None])
        for conv in self.convs:
            x = F.relu(conv(x))
        return self.proj(self.gru(x.transpose(1, 2).flatten(2))[1][0])


net = Encoder().eval()
weights = torch.load(sys.argv[1])["model"]
net.load_state_dict({name[8:]: value for name, value in weights.items() if name.startswith("ref_enc.")})
with torch.no_grad():
    audio, times = torch.randn(1, 220500) * 0.1, []
    for _ in range(50):
        began = time.perf_counter()
        net(audio)
        times.append(time.perf_counter() - began)
print("10 s of audio: best %.1f ms, mean %.1f ms" % (1e3 * min(times[10:]), 1e3 * sum(times[10:]) / 40))
