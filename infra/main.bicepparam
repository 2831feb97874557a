using 'main.bicep'

param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param gpu = readEnvironmentVariable('VOICEPREP_GPU', 'T4')
param schedulerSku = readEnvironmentVariable('VOICEPREP_SCHEDULER_SKU', 'Consumption')
param alertEmail = readEnvironmentVariable('VOICEPREP_ALERT_EMAIL', '')
