import { resourceNames } from '../names.bicep'

param location string
param tags object
param name resourceNames

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

  resource taskHub 'taskHubs' = {
    name: name.taskHub
    properties: {}
  }
}
