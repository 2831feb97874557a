// What the app may do, whichever identity it uses.
import { resourceNames } from '../names.bicep'

param name resourceNames

@description('Name of the identity, from which the names of the assignments are derived.')
param holder string

param principalId string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: name.storage
}

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' existing = {
  name: name.registry
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: name.applicationInsights
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = {
  name: name.scheduler

  resource taskHub 'taskHubs' existing = {
    name: name.taskHub
  }
}

// The Functions host keeps leases, keys and receipts in blobs, messages in queues and diagnostics in tables.
var storageRoles = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'
var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource storageAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(storageRoles): {
  name: guid(account.id, holder, role.value)
  scope: account
  properties: {
    description: role.key
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
  }
}]

resource registryAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, holder, acrPull)
  scope: registry
  properties: {
    description: 'AcrPull'
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}

resource taskHubAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::taskHub.id, holder, durableTaskDataContributor)
  scope: scheduler::taskHub
  properties: {
    description: 'Durable Task Data Contributor'
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}

resource insightsAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, holder, monitoringMetricsPublisher)
  scope: insights
  properties: {
    description: 'Monitoring Metrics Publisher'
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}
