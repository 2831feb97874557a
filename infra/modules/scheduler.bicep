import { resourceNames } from '../names.bicep'

param location string
param tags object
param name resourceNames

@description('The identity of the app.')
param principalId string

@allowed(['Consumption', 'Dedicated'])
param sku string

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name.scheduler
  location: location
  tags: tags
  properties: {
    sku: sku == 'Dedicated' ? { name: sku, capacity: 1 } : { name: sku }
    // Container Apps have no fixed outgoing addresses; access is by identity.
    ipAllowlist: ['0.0.0.0/0']
  }
}

var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

// On the scheduler, so that it covers the task hub that each revision brings.
resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler.id, name.identity, durableTaskDataContributor)
  scope: scheduler
  properties: {
    description: 'Durable Task Data Contributor'
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}
