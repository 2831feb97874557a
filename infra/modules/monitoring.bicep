import { resourceNames } from '../names.bicep'

param location string
param tags object
param name resourceNames
param alertEmail string
param byIdentityOnly bool

resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: name.logs
  location: location
  tags: tags
  properties: {
    retentionInDays: 30
    sku: { name: 'PerGB2018' }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name.applicationInsights
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    DisableLocalAuth: byIdentityOnly
    WorkspaceResourceId: logs.id
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(insights.id, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'VoicePrep'
    category: 'workbook'
    serializedData: loadTextContent('../workbook.json')
    sourceId: insights.id
  }
}

resource actions 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: name.alerts
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'voiceprep'
    emailReceivers: [{ name: 'operator', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

@description('Each alert fires when its query returns a value over the threshold. Severities: 0 critical, 1 error, 2 warning.')
var alerts = loadJsonContent('../alerts.json')

resource rules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [for alert in alerts: {
  name: '${name.alerts}-${alert.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: alert.title
    description: alert.advice
    severity: alert.severity
    enabled: true
    scopes: [insights.id]
    evaluationFrequency: 'PT5M'
    windowSize: alert.window
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: join(alert.query, '\n')
          metricMeasureColumn: 'value'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: alert.threshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: empty(alertEmail) ? [] : [actions.id] }
  }
}]

output logsId string = logs.id
