# Shared by rollout.sh and rollback.sh: the environment of azd, commands that --dry-run only prints, and traffic.
# shellcheck shell=bash

shopt -s inherit_errexit

dry_run=${dry_run:-false}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# run COMMAND...: runs it, or prints it in a dry run.
run() {
  if $dry_run; then printf '+ %s\n' "$(printf '%q ' "$@" | sed 's/ $//')" >&2; else "$@"; fi
}

# ask ANSWER COMMAND...: the command's output, or ANSWER in a dry run.
ask() {
  local answer=$1
  shift
  if $dry_run; then run "$@" && printf '%s\n' "$answer"; else "$@"; fi
}

# Loads azd's environment, unless the caller's has it.
load_environment() {
  if [ -z "${AZURE_RESOURCE_GROUP:-}" ]; then
    local values
    values=$(azd env get-values) || fail "Run it beside azure.yaml after 'azd up', or set AZURE_RESOURCE_GROUP and SERVICE_APP_NAME."
    set -a
    eval "$values"
    set +a
  fi
  group=${AZURE_RESOURCE_GROUP:?} app=${SERVICE_APP_NAME:-voiceprep}
}

# The active revision with the most traffic.
stable_revision() {
  ask "$app--STABLE" az containerapp revision list --resource-group "$group" --name "$app" \
    --query 'reverse(sort_by([?properties.active && properties.trafficWeight != null], &properties.trafficWeight))[0].name' --output tsv
}

# deploy: a revision of infra/app.bicep with the settings of this environment; prints its name.
deploy() {
  ask "$app--NEW" az deployment group create --resource-group "$group" --name "voiceprep-$(date +%Y%m%d%H%M%S)" \
    --parameters infra/app.bicepparam --query properties.outputs.revision.value --output tsv
}

# traffic STABLE NEW PERCENT: that percentage goes to the new revision.
traffic() {
  say "Traffic: $((100 - $3)) % $1, $3 % $2"
  run az containerapp ingress traffic set --resource-group "$group" --name "$app" --revision-weight "$1=$((100 - $3))" "$2=$3" --output none
}

# health_of REVISION: the address of its own health, whatever traffic it has.
health_of() {
  local host
  host=$(ask "$1.example.azurecontainerapps.io" az containerapp revision show --resource-group "$group" --name "$app" --revision "$1" --query properties.fqdn --output tsv)
  printf 'https://%s/api/health\n' "$host"
}

# wait_until_healthy REVISION SECONDS
wait_until_healthy() {
  local address waited=0
  address=$(health_of "$1")
  say "Waiting until $1 is healthy ..."
  until run curl --silent --fail --max-time 10 --output /dev/null "$address"; do
    [ $((waited += 10)) -lt "$2" ] || return 1
    sleep 10
  done
}
