import { resourceNames } from '../names.bicep'

param location string
param tags object
param name resourceNames

@description('The identity of the app.')
param principalId string

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: name.registry
  location: location
  tags: tags
  // Premium streams the layers of the image while the container starts already.
  sku: { name: 'Premium' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, name.identity, acrPull)
  scope: registry
  properties: {
    description: 'AcrPull'
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}

output endpoint string = registry.properties.loginServer
