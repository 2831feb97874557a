// What `azd provision` creates: everything but the app itself, which app.bicep creates with each deployment.
targetScope = 'resourceGroup'

import { names } from 'names.bicep'

@description('Region of every resource; it must offer the GPUs of Container Apps.')
@allowed(['swedencentral', 'australiaeast', 'eastus', 'japaneast', 'uksouth', 'westeurope', 'westus3'])
@metadata({ azd: { type: 'location', default: 'swedencentral' } })
param location string

@description('The GPU of a replica: T4 with 16 GB, or A100 with 80 GB. It cannot be changed later, because the environment is created for it.')
@allowed(['T4', 'A100'])
param gpu string = 'T4'

@description('Billing of the Durable Task Scheduler: Consumption charges for each action and handles 500 a second, Dedicated handles 2,000 a second for each capacity unit.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Premium adds streaming of images that have a streaming artefact, and private endpoints; Basic has less storage and bandwidth.')
@allowed(['Basic', 'Standard', 'Premium'])
param registrySku string = 'Standard'

@description('ID of your own subnet for the environment, delegated to Microsoft.App/environments, /27 or larger: for a firewall or private endpoints. Empty: the platform\'s own network. It cannot be changed later.')
param subnetId string = ''

@description('Where alerts are sent; empty shows them in the portal only.')
param alertEmail string = ''

@description('True refuses telemetry that carries only the connection string. Off by default, because the worker sends no token yet: its telemetry, and with it every alert, would be lost.')
param insightsByIdentityOnly bool = false

@description('Days during which a deleted clip or voice can be restored. Only then is it erased for good.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Days after which uploaded clips are deleted; 0 keeps them, because they may be their owner\'s only copy.')
@minValue(0)
param keepClipsDays int = 0

@description('Days after which voices are deleted; 0 keeps them, because they are what the app is for. They are biometric data: set what the law and your promise to the speakers require.')
@minValue(0)
param keepVoicesDays int = 0

var name = names(resourceGroup().id)
var tags = { application: 'voiceprep' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name.identity
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: { location: location, tags: tags, name: name, alertEmail: alertEmail, byIdentityOnly: insightsByIdentityOnly }
}

module storage 'modules/storage.bicep' = {
  params: {
    location: location
    tags: tags
    name: name
    softDeleteDays: softDeleteDays
    keepClipsDays: keepClipsDays
    keepVoicesDays: keepVoicesDays
  }
}

module scheduler 'modules/scheduler.bicep' = {
  params: { location: location, tags: tags, name: name, sku: schedulerSku }
}

module registry 'modules/registry.bicep' = {
  params: { location: location, tags: tags, name: name, sku: registrySku }
}

module environment 'modules/environment.bicep' = {
  params: { location: location, tags: tags, name: name, gpu: gpu, subnetId: subnetId, logsId: monitoring.outputs.logsId }
}

module appAccess 'modules/app-access.bicep' = {
  params: { name: name, holder: identity.name, principalId: identity.properties.principalId }
  dependsOn: [storage, scheduler, registry]
}

module deployerAccess 'modules/deployer-access.bicep' = {
  params: { name: name, principalId: deployer().objectId }
  dependsOn: [storage, scheduler]
}

output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.endpoint
output VOICEPREP_EVENT_TOPIC string = name.eventGridTopic
output VOICEPREP_STORAGE_ACCOUNT string = name.storage
