using 'app.bicep'

param location = readEnvironmentVariable('AZURE_LOCATION')
param image = readEnvironmentVariable('SERVICE_APP_IMAGE_NAME')
param gpu = readEnvironmentVariable('VOICEPREP_GPU', 'T4')
param models = readEnvironmentVariable('VOICEPREP_MODELS', 'base/float16')
param whisperModel = readEnvironmentVariable('WHISPER_MODEL', 'base')
param whisperComputeType = readEnvironmentVariable('WHISPER_COMPUTE_TYPE', 'float16')
param whisperBatchSize = int(readEnvironmentVariable('WHISPER_BATCH_SIZE', '3'))
param whisperLanguage = readEnvironmentVariable('WHISPER_LANGUAGE', 'auto')
param allowedOrigins = readEnvironmentVariable('VOICEPREP_ALLOWED_ORIGINS', '')
param minReplicas = int(readEnvironmentVariable('VOICEPREP_MIN_REPLICAS', '1'))
param maxReplicas = int(readEnvironmentVariable('VOICEPREP_MAX_REPLICAS', '5'))
param identityType = readEnvironmentVariable('VOICEPREP_IDENTITY', 'UserAssigned')
