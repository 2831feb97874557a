#!/usr/bin/env bash
# Returns to what worked.
#
#   infra/rollback.sh                       the old model profile, large-v2 in float32: two settings, the same image
#   infra/rollback.sh --model large-v2 --compute-type int5    the large model that stays inside 3 GB
#   infra/rollback.sh --revision [NAME]     an earlier revision; without a name the one before
#     --dry-run                             prints every command, and runs none
#
# The traffic moves when the revision to return to is healthy. Clips in work are finished by the revision that began them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dry_run=false by_revision=false revision='' model=large-v2 compute_type=float32
while [ $# -gt 0 ]; do
  case $1 in
    --revision)
      by_revision=true
      case ${2:-} in '' | --*) ;; *) revision=$2 && shift ;; esac
      ;;
    --model) model=$2 && shift ;;
    --compute-type) compute_type=$2 && shift ;;
    --dry-run) dry_run=true ;;
    *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2 && exit 2 ;;
  esac
  shift
done
# shellcheck source=infra/lib.sh
. infra/lib.sh
load_environment

# models_in IMAGE: the label that the Dockerfile gives the image, read from the registry.
models_in() {
  local registry=${1%%/*} repository refresh access manifest config
  repository=${1#*/}
  local tag=${repository##*:}
  repository=${repository%:*}
  refresh=$(ask REFRESH az acr login --name "${registry%%.*}" --expose-token --query accessToken --output tsv)
  access=$(ask '{"access_token":"ACCESS"}' curl --silent --fail --max-time 30 "https://$registry/oauth2/token" --data-urlencode grant_type=refresh_token \
    --data-urlencode "service=$registry" --data-urlencode "scope=repository:$repository:pull" --data-urlencode "refresh_token=$refresh" | jq --raw-output .access_token)
  manifest=$(ask '{"config":{"digest":"DIGEST"}}' curl --silent --fail --max-time 30 --header "Authorization: Bearer $access" \
    --header 'Accept: application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json' "https://$registry/v2/$repository/manifests/$tag")
  config=$(jq --raw-output .config.digest <<<"$manifest")
  ask "{\"config\":{\"Labels\":{\"voiceprep.models\":\"$model/$compute_type\"}}}" curl --silent --fail --location --max-time 30 \
    --header "Authorization: Bearer $access" "https://$registry/v2/$repository/blobs/$config" | jq --raw-output '.config.Labels["voiceprep.models"] // ""'
}

current=$(stable_revision)
if $by_revision; then
  if [ -z "$revision" ]; then
    revision=$(ask "$app--PREVIOUS" az containerapp revision list --all --resource-group "$group" --name "$app" \
      --query "reverse(sort_by([?name != '$current'], &properties.createdTime))[0].name" --output tsv)
  fi
  [ -n "$revision" ] || fail "There is no earlier revision."
  run az containerapp revision activate --resource-group "$group" --name "$app" --revision "$revision" --output none
else
  image=$(ask registry.azurecr.io/voiceprep:TAG az containerapp revision show --resource-group "$group" --name "$app" --revision "$current" --query 'properties.template.containers[0].image' --output tsv)
  models=$(models_in "$image")
  case " $models " in
    *" $model/$compute_type "*) ;;
    *) fail "$image has the models '$models' and not $model/$compute_type. Use --revision, or build an image with --build-arg MODELS=\"$models $model/$compute_type\"." ;;
  esac
  export SERVICE_APP_IMAGE_NAME=$image WHISPER_MODEL=$model WHISPER_COMPUTE_TYPE=$compute_type VOICEPREP_STABLE_REVISION=$current VOICEPREP_WEIGHT=0
  revision=$(deploy)
fi

wait_until_healthy "$revision" 600 || fail "$revision did not become healthy; the traffic stays on $current."
traffic "$current" "$revision" 100
if ! $by_revision; then
  run azd env set WHISPER_MODEL "$model"
  run azd env set WHISPER_COMPUTE_TYPE "$compute_type"
fi
say "All traffic is on $revision. $current finishes its clips; infra/drain.sh deactivates it then."
