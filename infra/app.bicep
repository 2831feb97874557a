// The app and one revision of it: what `azd deploy` and infra/rollout.sh make.
targetScope = 'resourceGroup'

import { names, gpuProfile } from 'names.bicep'

@description('Region of the app.')
param location string = resourceGroup().location

@description('The image, with its tag or digest.')
param image string

@description('The GPU, as in main.bicep.')
@allowed(['T4', 'A100'])
param gpu string = 'T4'

@description('Whisper model; it must be in the image.')
param whisperModel string = 'base'

@description('Number format of the weights. The settings of the old service are large-v2 and float32.')
@allowed(['float32', 'float16', 'int8', 'int5'])
param whisperComputeType string = 'float16'

@description('Clips transcribed at once over one copy of the weights.')
@minValue(1)
@maxValue(8)
param whisperBatchSize int = 3

@description('ISO 639-1 code, or auto.')
param whisperLanguage string = 'auto'

@description('1 keeps a replica warm, which the target of 30 s for the slowest clip needs. With 0 a clip waits for a GPU, and an orchestration that is unfinished at scale-in waits for the next request: infra/README.md.')
@minValue(0)
@maxValue(10)
param minReplicas int = 1

@description('Most replicas, each with a GPU of its own.')
@minValue(1)
@maxValue(100)
param maxReplicas int = 5

@description('Name of the revision that keeps the rest of the traffic; empty sends all of it to the new one.')
param stableRevision string = ''

@description('Percent of the traffic for the new revision while there is a stable one.')
@minValue(0)
@maxValue(100)
param weight int = 100

var name = names(resourceGroup().id)

// The same image and settings are the same revision, and anything else is a new one.
var revision = 'r${take(uniqueString(image, gpu, whisperModel, whisperComputeType, string(whisperBatchSize), whisperLanguage, string(minReplicas), string(maxReplicas)), 10)}'
var revisionName = '${name.app}--${revision}'

var replica = gpu == 'T4' ? { cpu: 8, memory: '56Gi' } : { cpu: 24, memory: '220Gi' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: name.identity
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' existing = {
  name: name.containerAppsEnvironment
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: name.applicationInsights
}

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = {
  name: name.registry
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = {
  name: name.scheduler

  // One for each revision: on a shared one the old revision would run the new one's activities, and a stage of 10 % would measure nothing.
  resource taskHub 'taskHubs' = {
    name: revision
    properties: {}
  }
}

var settings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  AzureFunctionsJobHost__extensions__durableTask__hubName: scheduler::taskHub.name
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  // The host's own telemetry goes the same way as the worker's.
  AzureFunctionsJobHost__telemetryMode: 'OpenTelemetry'
  AzureFunctionsWebHost__hostid: '${name.app}-${revision}'
  AzureWebJobsStorage__accountName: name.storage
  AzureWebJobsStorage__clientId: identity.properties.clientId
  AzureWebJobsStorage__credential: 'managedidentity'
  // In the account, so that every revision has the same keys: the app's own secret store would be emptied by the next deployment.
  AzureWebJobsSecretStorageType: 'blob'
  // Event Grid tells of new clips here; polling is for places without it.
  AzureWebJobs__ClipUploaded__Disabled: 'true'
  DURABLE_TASK_SCHEDULER: 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${identity.properties.clientId}'
  OTEL_RESOURCE_ATTRIBUTES: 'service.version=${revision}'
  OTEL_SERVICE_NAME: name.app
  // The host finds its own address and its keys by these; the keys are the same for all revisions.
  WEBSITE_HOSTNAME: '${name.app}.${environment.properties.defaultDomain}'
  WEBSITE_SITE_NAME: name.app
  Whisper__BatchSize: string(whisperBatchSize)
  Whisper__ComputeType: whisperComputeType
  // Without a usable GPU the replica must not start, rather than be slow in silence.
  Whisper__Device: 'cuda'
  Whisper__Language: whisperLanguage
  Whisper__Model: whisperModel
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name.app
  location: location
  kind: 'functionapp'
  tags: { application: 'voiceprep', 'azd-service-name': 'app' }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: gpuProfile
    configuration: {
      activeRevisionsMode: 'Multiple'
      ingress: {
        external: true
        targetPort: 8080
        transport: 'auto'
        traffic: empty(stableRevision)
          ? [{ latestRevision: true, weight: 100 }]
          : [
              { revisionName: stableRevision, weight: 100 - weight }
              { revisionName: revisionName, weight: weight }
            ]
      }
      registries: [{ server: registry.properties.loginServer, identity: identity.id }]
    }
    template: {
      revisionSuffix: revision
      // Time for a running clip to end; one that does not is done again by another replica.
      terminationGracePeriodSeconds: 120
      containers: [
        {
          name: name.app
          image: image
          resources: replica
          env: map(items(settings), setting => { name: setting.key, value: setting.value })
          volumeMounts: [{ volumeName: 'cuda-cache', mountPath: '/var/cache/cuda' }]
          probes: [
            // Up to five minutes: the driver compiles the kernels when the model is first loaded.
            { type: 'Startup', httpGet: { path: '/api/health', port: 8080 }, initialDelaySeconds: 10, periodSeconds: 30, failureThreshold: 10, timeoutSeconds: 5 }
            { type: 'Readiness', httpGet: { path: '/api/health', port: 8080 }, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 }
            { type: 'Liveness', httpGet: { path: '/api/health/live', port: 8080 }, periodSeconds: 30, failureThreshold: 3, timeoutSeconds: 10 }
          ]
        }
      ]
      // Lives as long as the replica, so that a restarted container need not compile again.
      volumes: [{ name: 'cuda-cache', storageType: 'EmptyDir' }]
      // No rules: the platform makes them from the triggers, and refuses others for this kind.
      scale: { minReplicas: minReplicas, maxReplicas: maxReplicas }
    }
  }
}

output SERVICE_APP_NAME string = app.name
output revision string = revisionName
output SERVICE_APP_ENDPOINT string = 'https://${app.properties.configuration.ingress.fqdn}'
