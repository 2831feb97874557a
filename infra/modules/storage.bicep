import { resourceNames, blobContainers } from '../names.bicep'

param location string
param tags object
param name resourceNames

param softDeleteDays int
param keepClipsDays int
param keepVoicesDays int

// The app empties `work` when a voice is done; the rule removes what an abandoned voice left.
var keepDays = {
  work: 1
  clips: keepClipsDays
  voices: keepVoicesDays
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name.storage
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    // Identities only: account keys are refused.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: softDeleteDays }
      containerDeleteRetentionPolicy: { enabled: true, days: softDeleteDays }
    }

    resource containers 'containers' = [for container in items(blobContainers): {
      name: container.value
      properties: { publicAccess: 'None' }
    }]
  }

  resource lifeCycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: map(filter(items(keepDays), container => container.value > 0), container => {
          name: 'empty-${container.key}'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${blobContainers[container.key]}/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: container.value } } }
          }
        })
      }
    }
    dependsOn: [blobs]
  }
}

// infra/hooks/postdeploy.sh creates its subscription: Event Grid needs an answer from the app first.
resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name.eventGridTopic
  location: location
  tags: tags
  properties: {
    source: account.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}
