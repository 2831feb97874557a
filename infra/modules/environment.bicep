import { resourceNames, gpuProfile } from '../names.bicep'

param location string
param tags object
param name resourceNames

@allowed(['T4', 'A100'])
param gpu string

@description('The subnet of the environment, or empty.')
param subnetId string

@description('The workspace that receives the containers\' logs.')
param logsId string

var gpuProfileTypes = {
  T4: 'Consumption-GPU-NC8as-T4'
  A100: 'Consumption-GPU-NC24-A100'
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: name.containerAppsEnvironment
  location: location
  tags: tags
  properties: {
    // Through a diagnostic setting, because the alternative needs the workspace's key.
    appLogsConfiguration: { destination: 'azure-monitor' }
    vnetConfiguration: empty(subnetId) ? null : { infrastructureSubnetId: subnetId, internal: false }
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
      { name: gpuProfile, workloadProfileType: gpuProfileTypes[gpu] }
    ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: environment
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
