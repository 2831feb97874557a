#!/bin/sh
# After the app was deployed: waits for its health, tells Event Grid where to send new clips, and prepares the sample.
# azd runs it from the repository's root with the environment's values.
set -eu

group=${AZURE_RESOURCE_GROUP:?azd sets it}
app=${SERVICE_APP_NAME:?an output of infra/app.bicep}
endpoint=${SERVICE_APP_ENDPOINT:?an output of infra/app.bicep}
topic=${VOICEPREP_EVENT_TOPIC:?an output of infra/main.bicep}
sample=${VOICEPREP_SAMPLE:-models/demo/sample.wav}
patience=${VOICEPREP_PATIENCE_SECONDS:-900}
pause=${VOICEPREP_PAUSE_SECONDS:-10}

# wait_for WHAT COMMAND...: until the command succeeds, or the patience ends.
wait_for() {
  what=$1 && shift
  until_second=$(($(date +%s) + patience))
  until "$@"; do
    [ "$(date +%s)" -lt "$until_second" ] || { echo "$what did not come within $patience s." >&2; return 1; }
    sleep "$pause"
  done
}

healthy() { curl --silent --fail --max-time 10 --output /dev/null "$endpoint/api/health"; }

# key TYPE NAME
key() { az containerapp function keys list --resource-group "$group" --name "$app" --key-type "$1" --query "value.keys[?name=='$2'].value | [0]" --output tsv; }

echo "Waiting until $endpoint/api/health is green: the GPU is allocated, the image pulled, the model loaded ..."
wait_for "A healthy app" healthy || {
  echo "Look into: az containerapp logs show --resource-group $group --name $app --type console --tail 100" >&2
  exit 1
}

# The key opens the events' entrance only; Event Grid stores the address without showing it.
events_key=$(key systemKey blobs_extension)
az eventgrid system-topic event-subscription create --name clips --system-topic-name "$topic" --resource-group "$group" \
  --endpoint-type webhook \
  --endpoint "$endpoint/runtime/webhooks/blobs?functionName=Host.Functions.ClipUploadedEvent&code=$events_key" \
  --included-event-types Microsoft.Storage.BlobCreated \
  --subject-begins-with /blobServices/default/containers/clips/ \
  --max-delivery-attempts 30 --event-ttl 1440 --output none
echo "Event Grid sends new clips to the app."

app_key=$(key hostKey default)
status=$(mktemp)
trap 'rm -f "$status"' EXIT

completed() {
  curl --silent --max-time 30 --header "x-functions-key: $app_key" --output "$status" "$endpoint$location" || return 1
  grep -Eq '"status": *"(completed|rejected|failed)"' "$status"
}

echo "Preparing the sample ..."
location=$(curl --silent --fail --max-time 60 --header "x-functions-key: $app_key" --header 'Content-Type: audio/wav' \
  --data-binary "@$sample" --dump-header - --output /dev/null "$endpoint/api/voices?fileName=sample.wav" |
  tr -d '\r' | awk 'tolower($1) == "location:" { sub(/^https?:\/\/[^\/]*/, "", $2); print $2 }')
[ -n "$location" ] || { echo "POST /api/voices did not answer with a location." >&2; exit 1; }
wait_for "The sample's profile" completed
grep -Eq '"status": *"completed"' "$status" || { echo "The sample was not completed: $(cat "$status")" >&2; exit 1; }

idle=$(az containerapp revision list --resource-group "$group" --name "$app" --query "[?properties.active && (properties.trafficWeight == null || properties.trafficWeight == \`0\`)].name" --output tsv)
[ -z "$idle" ] || echo "Still active without traffic, each with a GPU: $idle. Run infra/drain.sh: it deactivates them when their clips are finished."
echo "Ready: $endpoint$location answered with a completed profile."
echo "Key:   ${VOICEPREP_HOW_TO_GET_THE_KEY:-az containerapp function keys list --resource-group $group --name $app --key-type hostKey}"
echo "Clips: ${VOICEPREP_CLIPS_URL:-the container clips of the storage account}"
