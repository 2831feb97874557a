#!/bin/sh
# After the app was deployed: waits for its health, tells Event Grid where to send new clips, and prepares the sample.
# azd runs it from the repository's root with the environment's values.
set -eu

group=${AZURE_RESOURCE_GROUP:?azd sets it}
app=${SERVICE_APP_NAME:?an output of infra/app.bicep}
endpoint=${SERVICE_APP_ENDPOINT:?an output of infra/app.bicep}
topic=${VOICEPREP_EVENT_TOPIC:?an output of infra/main.bicep}
patience=${VOICEPREP_PATIENCE_SECONDS:-900}
pause=${VOICEPREP_PAUSE_SECONDS:-10}

# key TYPE NAME
key() { az containerapp function keys list --resource-group "$group" --name "$app" --key-type "$1" --query "value.keys[?name=='$2'].value | [0]" --output tsv; }

echo "Waiting until $endpoint/api/health is green: the GPU is allocated, the image pulled, the model loaded ..."
end=$(($(date +%s) + patience))
until curl --silent --fail --max-time 10 --output /dev/null "$endpoint/api/health"; do
  [ "$(date +%s)" -lt "$end" ] || {
    echo "The app is not healthy after $patience s. Look into:" >&2
    echo "  az containerapp logs show --resource-group $group --name $app --type console --tail 100" >&2
    exit 1
  }
  sleep "$pause"
done

# The key opens the events' entrance only; Event Grid keeps the address to itself.
events_key=$(key systemKey blobs_extension)
az eventgrid system-topic event-subscription create --name clips --system-topic-name "$topic" --resource-group "$group" \
  --endpoint-type webhook \
  --endpoint "$endpoint/runtime/webhooks/blobs?functionName=Host.Functions.ClipUploadedEvent&code=$events_key" \
  --included-event-types Microsoft.Storage.BlobCreated \
  --subject-begins-with /blobServices/default/containers/clips/ \
  --max-delivery-attempts 30 --event-ttl 1440 --output none
echo "Event Grid sends new clips to the app."

VOICEPREP_PATIENCE_SECONDS=$patience infra/smoke.sh "$endpoint" "$(key hostKey default)"

# shellcheck disable=SC2016 # the backquotes are those of a JMESPath literal
idle=$(az containerapp revision list --resource-group "$group" --name "$app" \
  --query '[?properties.active && (properties.trafficWeight == null || properties.trafficWeight == `0`)].name' --output tsv)
[ -z "$idle" ] || echo "Active without traffic, each with a GPU: $idle. infra/drain.sh deactivates them when their clips are finished."
echo "Key:   ${VOICEPREP_HOW_TO_GET_THE_KEY:-az containerapp function keys list --resource-group $group --name $app --key-type hostKey}"
echo "Clips: ${VOICEPREP_CLIPS_URL:-the container clips of the storage account}"
