// The app: what `azd deploy` creates and updates.
targetScope = 'resourceGroup'

import { names, gpuProfile } from 'names.bicep'

@description('Region of the environment.')
param location string

@description('The image, with its tag or digest.')
param image string

@description('The GPU, as in main.bicep.')
@allowed(['T4', 'A100'])
param gpu string = 'T4'

@description('The models that the image was built with: MODEL/COMPUTE_TYPE, separated by commas.')
param models string = 'base/float16'

@description('Whisper model; it must be in the image.')
param whisperModel string = 'base'

@description('Number format of the weights. The settings of the old service are large-v2 and float32.')
@allowed(['float32', 'float16', 'int8', 'int5'])
param whisperComputeType string = 'float16'

@description('Clips transcribed at once over one copy of the weights: 1 to 8, or auto: three, or fewer if the memory has no room for three.')
@allowed(['auto', '1', '2', '3', '4', '5', '6', '7', '8'])
param whisperConcurrency string = 'auto'

@description('ISO 639-1 code, or auto.')
param whisperLanguage string = 'auto'

@description('Origins of pages that may call the API from a browser, separated by commas; empty for none.')
param allowedOrigins string = ''

@description('Days after which the app erases clips whose voices are completed or rejected; 0 keeps them.')
@minValue(0)
param keepClipsDays int = 0

@description('Days after which the app erases voices, with their clips and histories; 0 keeps them.')
@minValue(0)
param keepVoicesDays int = 0

@description('Whether clips without the speaker\'s consent are rejected.')
param requireConsent bool = false

@description('1 keeps a replica warm, as the target of 30 s for the slowest clip requires. With 0 a clip waits for a GPU, and an orchestration that is unfinished at scale-in waits for the next request: infra/README.md.')
@minValue(0)
@maxValue(10)
param minReplicas int = 1

@description('Most replicas, each with a GPU of its own.')
@minValue(1)
@maxValue(100)
param maxReplicas int = 5

@description('Whose identity the app and the platform\'s scalers use for storage and scheduler: a user-assigned one, whose roles exist before the app does; or, if the scalers ignore that (container-apps #1633), the app\'s own.')
@allowed(['UserAssigned', 'SystemAssigned'])
param identityType string = 'UserAssigned'

var name = names(resourceGroup().id)

// With a profile that the image lacks, no replica would ever start.
var profile = '${whisperModel}/${whisperComputeType}'
var model = contains(split(models, ','), profile) ? whisperModel : fail('The image holds ${models} and not ${profile}. Run: azd env set VOICEPREP_MODELS ${models},${profile}; azd deploy')

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

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' existing = {
  name: name.registry
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = {
  name: name.scheduler
}

var ownIdentity = identityType == 'SystemAssigned'

var settings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: ownIdentity ? 'Authorization=AAD' : 'Authorization=AAD;ClientId=${identity.properties.clientId}'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  Api__AllowedOrigins: allowedOrigins
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  // The host's own telemetry goes the same way as the worker's.
  AzureFunctionsJobHost__telemetryMode: 'OpenTelemetry'
  // By default the host would use the name of the replica.
  AzureFunctionsWebHost__hostid: name.app
  AzureWebJobsStorage__accountName: name.storage
  AzureWebJobsStorage__credential: 'managedidentity'
  // In the storage account: the next deployment would empty the app's own secret store.
  AzureWebJobsSecretStorageType: 'blob'
  // Here Event Grid announces new clips; polling is for hosts without it.
  AzureWebJobs__ClipUploaded__Disabled: 'true'
  Clip__RequireConsent: string(requireConsent)
  DURABLE_TASK_SCHEDULER: 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity${ownIdentity ? '' : ';ClientID=${identity.properties.clientId}'}'
  OTEL_RESOURCE_ATTRIBUTES: 'service.version=${last(split(image, ':'))}'
  OTEL_SERVICE_NAME: name.app
  Storage__ClipDays: string(keepClipsDays)
  Storage__VoiceDays: string(keepVoicesDays)
  // The host derives its own address and its keys from these.
  WEBSITE_HOSTNAME: '${name.app}.${environment.properties.defaultDomain}'
  WEBSITE_SITE_NAME: name.app
  Whisper__Concurrency: whisperConcurrency
  Whisper__ComputeType: whisperComputeType
  // Without a usable GPU the replica must fail to start instead of being silently slow.
  Whisper__Device: 'cuda'
  Whisper__Language: whisperLanguage
  Whisper__Model: model
}

resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: name.app
  location: location
  kind: 'functionapp'
  tags: { application: 'voiceprep', 'azd-service-name': 'app' }
  identity: {
    // The registry always uses the user-assigned identity: its role must exist before the first pull.
    type: ownIdentity ? 'SystemAssigned,UserAssigned' : 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: gpuProfile
    configuration: {
      // The old revision serves until the new one is ready, then gets SIGTERM. One storage account and one task hub allow only one.
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 8080
        transport: 'auto'
      }
      registries: [{ server: registry.properties.loginServer, identity: identity.id }]
    }
    template: {
      // Time for a running clip to finish; one that does not is repeated by another replica.
      terminationGracePeriodSeconds: 120
      containers: [
        {
          name: name.app
          image: image
          resources: replica
          env: map(
            items(union(settings, ownIdentity ? {} : { AzureWebJobsStorage__clientId: identity.properties.clientId })),
            setting => { name: setting.key, value: setting.value }
          )
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
      // No rules: for this kind of app the platform derives them from the triggers, and refuses any others.
      scale: { minReplicas: minReplicas, maxReplicas: maxReplicas }
    }
  }
}

module access 'modules/app-access.bicep' = if (ownIdentity) {
  params: { name: name, holder: app.name, principalId: app.identity!.principalId! }
}

output SERVICE_APP_NAME string = app.name
output SERVICE_APP_REVISION string = app.properties.latestRevisionName
output SERVICE_APP_ENDPOINT string = 'https://${app.properties.configuration.ingress.fqdn}'
