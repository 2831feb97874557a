// What `azd provision` makes: everything but the app itself, which app.bicep makes with each deployment.
targetScope = 'resourceGroup'

import { names } from 'names.bicep'

@description('Region of every resource. It must offer the GPU; infra/hooks/preprovision.sh checks it, and the quota.')
@metadata({ azd: { type: 'location', default: 'swedencentral' } })
param location string

@description('The GPU of a replica: T4 with 16 GB, or A100 with 80 GB.')
@allowed(['T4', 'A100'])
param gpu string = 'T4'

@description('Billing of the Durable Task Scheduler: Consumption pays for each action and handles 500 a second, Dedicated holds 2,000 a second for each capacity unit.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Where alerts are sent; empty shows them in the portal only.')
param alertEmail string = ''

@description('Days that a deleted clip or voice can be restored.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

var name = names(resourceGroup().id)
var tags = { application: 'voiceprep' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name.identity
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: { location: location, tags: tags, name: name, alertEmail: alertEmail }
}

module storage 'modules/storage.bicep' = {
  params: { location: location, tags: tags, name: name, principalId: identity.properties.principalId, softDeleteDays: softDeleteDays }
}

module scheduler 'modules/scheduler.bicep' = {
  params: { location: location, tags: tags, name: name, principalId: identity.properties.principalId, sku: schedulerSku }
}

module registry 'modules/registry.bicep' = {
  params: { location: location, tags: tags, name: name, principalId: identity.properties.principalId }
}

module environment 'modules/environment.bicep' = {
  params: { location: location, tags: tags, name: name, gpu: gpu, logsId: monitoring.outputs.logsId }
}

output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.endpoint
output AZURE_CONTAINER_APPS_ENVIRONMENT_ID string = environment.outputs.id
output VOICEPREP_ENDPOINT string = 'https://${name.app}.${environment.outputs.domain}'
output VOICEPREP_CLIPS_URL string = storage.outputs.clipsUrl
output VOICEPREP_STORAGE_ID string = storage.outputs.id
output VOICEPREP_EVENT_TOPIC string = name.eventGridTopic
output VOICEPREP_HOW_TO_GET_THE_KEY string = 'az containerapp function keys list --resource-group ${resourceGroup().name} --name ${name.app} --key-type hostKey'
