import { resourceNames } from '../names.bicep'

param location string
param tags object
param name resourceNames

@allowed(['Basic', 'Standard', 'Premium'])
param sku string

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name.registry
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

output endpoint string = registry.properties.loginServer
