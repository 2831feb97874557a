# VoicePrep on the Azure Functions host, with the GPU. Builds with Docker and in the registry alike: no BuildKit is needed.
#
#   docker build -t voiceprep .                                 CUDA 12.4, for drivers from 550 on, as expected on Container Apps
#   docker build -t voiceprep --build-arg CUDA=13.0.1 .         for drivers from 580 on
#   docker build -t voiceprep --build-arg MODELS=base/float16,large-v2/int5 .    with the large model that stays inside 3 GB, with two places
#
# Unpacked sizes of the parts:
#   the Functions image with the .NET 10 runtime and the host        about 0.9 GB
#   ffmpeg and ffprobe, with their source                            about 0.02 GB
#   libcublasLt, libcublas, libcudart                                about 0.5 GB
#   base/float16 and openvoice-v2 (large-v2/float32: 6.17 GB more)   about 0.3 GB
#   the app: libwhisper for CUDA, ONNX Runtime, managed code         about 0.2 GB
# The whole CUDA runtime image would add 2 GB of libraries that nothing here loads.
#
# No image comes from Docker Hub: it limits pulls by IP address, and the registry's builders share theirs.

ARG CUDA=12.4.1
ARG FUNCTIONS_IMAGE=mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0

FROM nvcr.io/nvidia/cuda:${CUDA}-runtime-ubuntu22.04 AS cuda
RUN mkdir /cuda && cp -P /usr/local/cuda/lib64/libcudart.so.* /usr/local/cuda/lib64/libcublas.so.* /usr/local/cuda/lib64/libcublasLt.so.* /cuda/

# The voice activity model, and the library that draws the studio's waveforms; packages and hashes as in setup.sh.
FROM public.ecr.aws/docker/library/node:22-bookworm-slim AS packages
WORKDIR /silero
RUN tar -xzf "$(npm pack --silent @ricky0123/vad-web@0.0.31)" --strip-components=2 package/dist/silero_vad_v6.onnx \
 && echo "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3  silero_vad_v6.onnx" | sha256sum --check
WORKDIR /wavesurfer
RUN tar -xzf "$(npm pack --silent wavesurfer.js@8.0.1)" package/dist/wavesurfer.esm.js package/LICENSE \
 && mv package/dist/wavesurfer.esm.js wavesurfer.js \
 && mv package/LICENSE wavesurfer.LICENSE \
 && echo "079f3b142f37737f975b03ea8fd18652a316dc2120a2629aeca0844a0c08f2b1  wavesurfer.js" | sha256sum --check

# The package's ffmpeg loads 215 libraries, for pictures and networks among others: 0.4 GB, and 50 ms of CPU at each start. This one is built from its source.
FROM public.ecr.aws/docker/library/node:22-bookworm-slim AS ffmpeg
RUN apt-get update && apt-get install -y --no-install-recommends dpkg-dev gcc libc6-dev make nasm patch xz-utils zlib1g-dev
COPY build-ffmpeg.sh .
RUN ./build-ffmpeg.sh /ffmpeg

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk
ENV VOICEPREP_CACHE=/cache DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source
COPY *.props .editorconfig BannedSymbols.txt global.json host.json ./
COPY models models
COPY Core Core

# The models, fetched or converted by the project's own command line and checked against the catalogue.
FROM sdk AS models
ARG MODELS=base/float16
ENV Models__Folder=/models
COPY Cli Cli
RUN dotnet build Cli -c Release -v q \
 && profiles=$(echo "$MODELS" | tr , ' ') \
 && for profile in $profiles; do \
      dotnet Cli/bin/Release/net10.0/voiceprep.dll models pull "${profile%/*}" --compute-type "${profile#*/}" || exit 1; \
    done \
 && dotnet Cli/bin/Release/net10.0/voiceprep.dll models pull openvoice-v2 \
 # The float16 file that float32 was made from is not needed, unless it was asked for too.
 && for profile in $profiles; do \
      case "$profile: $profiles " in */float32:*" ${profile%/*}/float16 "*) ;; */float32:*) rm -f "/models/ggml-${profile%/*}.bin" ;; esac; \
    done \
 # The same models give the same layer whenever they are built, so a change of code does not move them.
 && find /models -exec touch --date=@0 {} +

FROM sdk AS app
ARG CUDA
COPY --from=packages /silero/silero_vad_v6.onnx /cache/silero/
COPY --from=packages /wavesurfer/wavesurfer.js /wavesurfer/wavesurfer.LICENSE /cache/wavesurfer/
COPY docs docs
COPY FunctionApp FunctionApp
RUN dotnet publish FunctionApp -c Release -r linux-x64 --no-self-contained -v q -p:PublishReadyToRun=true -p:GpuImage=${CUDA%%.*} -o /app

FROM ${FUNCTIONS_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="VoicePrep" \
      org.opencontainers.image.description="Prepares reference audio for voice cloning" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

RUN apt-get update \
 && apt-get install -y --no-install-recommends curl libgomp1 \
 && rm -rf /var/lib/apt/lists/* \
 # What the host and the app write at run time; 1654 is the user `app` of the .NET images.
 && mkdir -p /azure-functions-host/Secrets /var/cache/cuda \
 && chown -R 1654:1654 /azure-functions-host/Secrets /var/cache/cuda /home

COPY --from=ffmpeg /ffmpeg /usr/local/lib/ffmpeg
COPY --from=cuda /cuda /usr/local/cuda/lib64
COPY --from=models /models /models
COPY --from=app /app /home/site/wwwroot

# libcuda itself comes with the driver and is mounted by the platform. The host answers 500 to a body over its own limit, so that is
# twice the maximum of Clip__MaxUploadMegabytes: the app itself then answers and says what is wrong.
ENV LD_LIBRARY_PATH=/usr/local/cuda/lib64 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    CUDA_CACHE_PATH=/var/cache/cuda \
    CUDA_CACHE_MAXSIZE=1073741824 \
    Models__Folder=/models \
    PATH=/usr/local/lib/ffmpeg:$PATH \
    DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 \
    ASPNETCORE_URLS=http://+:8080 \
    WEBSITE_HOSTNAME=localhost:8080 \
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT=4000000000 \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true

USER 1654
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=5m --retries=3 CMD curl --silent --fail --output /dev/null http://127.0.0.1:8080/api/health
CMD ["/azure-functions-host/Microsoft.Azure.WebJobs.Script.WebHost"]
