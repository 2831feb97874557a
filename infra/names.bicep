// Every name of this deployment, derived from the resource group's ID and used by both templates.

@export()
@description('The names of all resources. Globally unique ones contain a token derived from the resource group.')
func names(resourceGroupId string) resourceNames => {
  alerts: 'voiceprep-alerts'
  app: 'voiceprep'
  applicationInsights: 'voiceprep-insights'
  containerAppsEnvironment: 'voiceprep-environment'
  eventGridTopic: 'voiceprep-clips'
  identity: 'voiceprep-identity'
  logs: 'voiceprep-logs'
  registry: 'voiceprep${uniqueString(resourceGroupId)}'
  scheduler: 'voiceprep-${uniqueString(resourceGroupId)}'
  storage: 'voiceprep${uniqueString(resourceGroupId)}'
  taskHub: 'voiceprep'
}

@export()
type resourceNames = {
  alerts: string
  app: string
  applicationInsights: string
  containerAppsEnvironment: string
  eventGridTopic: string
  identity: string
  logs: string
  registry: string
  scheduler: string
  storage: string
  @description('As in host.json.')
  taskHub: string
}

@export()
@description('Name of the workload profile that holds the GPU.')
var gpuProfile = 'gpu'

@export()
@description('Containers of the storage account, as in FunctionApp/Storage/BlobNames.cs.')
var blobContainers = {
  clips: 'clips'
  voices: 'voices'
  work: 'work'
}
