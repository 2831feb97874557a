// What the person or pipeline that deploys may do: upload clips, read voices, look at the scheduler's dashboard.
// Granted on the containers and not on the account, which also holds the function keys.
import { resourceNames, blobContainers } from '../names.bicep'

param name resourceNames
param principalId string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: name.storage

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [for container in [blobContainers.clips, blobContainers.voices]: {
  parent: account::blobs
  name: container
}]

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = {
  name: name.scheduler

  resource taskHub 'taskHubs' existing = {
    name: name.taskHub
  }
}

var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

// No principal type: it may be a person or a service principal.
resource containerAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (container, i) in [blobContainers.clips, blobContainers.voices]: {
  name: guid(containers[i].id, principalId, storageBlobDataContributor)
  scope: containers[i]
  properties: {
    description: 'Storage Blob Data Contributor'
    principalId: principalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
  }
}]

resource taskHubAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::taskHub.id, principalId, durableTaskDataContributor)
  scope: scheduler::taskHub
  properties: {
    description: 'Durable Task Data Contributor'
    principalId: principalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}
