#!/bin/sh
# After the app is deployed: waits until the new revision is ready, tells Event Grid where to announce new clips, and
# prepares the sample both ways. azd runs it in the repository's root with the environment's values.
set -eu

subscription=${AZURE_SUBSCRIPTION_ID:?azd sets it} group=${AZURE_RESOURCE_GROUP:?azd sets it}
app=${SERVICE_APP_NAME:?an output of infra/app.bicep} endpoint=${SERVICE_APP_ENDPOINT:?an output of infra/app.bicep}
revision=${SERVICE_APP_REVISION:?an output of infra/app.bicep}
topic=${VOICEPREP_EVENT_TOPIC:?an output of infra/main.bicep} account=${VOICEPREP_STORAGE_ACCOUNT:?an output of infra/main.bicep}
patience=${VOICEPREP_PATIENCE_SECONDS:-900}

give_up() {
  echo "$revision $1; the revision before it, if there is one, still serves. Look into:" >&2
  echo "  az containerapp logs show --resource-group $group --name $app --subscription $subscription --revision $revision --type console --tail 100" >&2
  echo "  the same with --type system: is it waiting for a GPU? Then see 'With one GPU' in infra/README.md." >&2
  exit 1
}

echo "Waiting until $revision is ready: the GPU is allocated, the image pulled, the model loaded ..."
end=$(($(date +%s) + patience))
# The app's address is no proof: the previous revision answers there until this one is ready.
until [ "$(az containerapp show --resource-group "$group" --name "$app" --subscription "$subscription" --query properties.latestReadyRevisionName --output tsv)" = "$revision" ]; do
  case $(az containerapp revision show --resource-group "$group" --name "$app" --subscription "$subscription" --revision "$revision" --query properties.runningState --output tsv) in
    Failed | ActivationFailed | Degraded) give_up "failed to start" ;;
  esac
  [ "$(date +%s)" -lt "$end" ] || give_up "is not ready after $patience s"
  sleep "${VOICEPREP_PAUSE_SECONDS:-10}"
done

# key TYPE NAME; the command is one of an extension.
key() {
  az containerapp function keys list --resource-group "$group" --name "$app" --subscription "$subscription" --revision "$revision" \
    --key-type "$1" --query "value.keys[?name=='$2'].value | [0]" --output tsv
}
az extension add --name containerapp --upgrade --allow-preview true --only-show-errors
events_key=$(key systemKey blobs_extension) host_key=$(key hostKey default)
if [ -z "$events_key" ] || [ -z "$host_key" ]; then give_up "has no keys"; fi

# The key is valid for the event endpoint only, and Event Grid does not reveal the address.
az eventgrid system-topic event-subscription create --name clips --system-topic-name "$topic" --resource-group "$group" --subscription "$subscription" \
  --endpoint-type webhook \
  --endpoint "$endpoint/runtime/webhooks/blobs?functionName=Host.Functions.ClipUploadedEvent&code=$events_key" \
  --included-event-types Microsoft.Storage.BlobCreated \
  --subject-begins-with /blobServices/default/containers/clips/ \
  --max-delivery-attempts 30 --event-ttl 1440 --output none
echo "Event Grid sends new clips to the app."

VOICEPREP_KEY=$host_key VOICEPREP_STORAGE_ACCOUNT=$account infra/smoke.sh "$endpoint"

echo "Endpoint: $endpoint"
echo "Key:      az containerapp function keys list --resource-group $group --name $app --subscription $subscription --key-type hostKey"
echo "Upload:   az storage blob upload --auth-mode login --account-name $account --container-name clips --name my.m4a --file my.m4a"
