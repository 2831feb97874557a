using 'app.bicep'

param image = readEnvironmentVariable('SERVICE_APP_IMAGE_NAME')
param gpu = readEnvironmentVariable('VOICEPREP_GPU', 'T4')
param whisperModel = readEnvironmentVariable('WHISPER_MODEL', 'base')
param whisperComputeType = readEnvironmentVariable('WHISPER_COMPUTE_TYPE', 'float16')
param whisperBatchSize = int(readEnvironmentVariable('WHISPER_BATCH_SIZE', '3'))
param whisperLanguage = readEnvironmentVariable('WHISPER_LANGUAGE', 'auto')
param minReplicas = int(readEnvironmentVariable('VOICEPREP_MIN_REPLICAS', '1'))
param maxReplicas = int(readEnvironmentVariable('VOICEPREP_MAX_REPLICAS', '5'))
param stableRevision = readEnvironmentVariable('VOICEPREP_STABLE_REVISION', '')
param weight = int(readEnvironmentVariable('VOICEPREP_WEIGHT', '100'))
