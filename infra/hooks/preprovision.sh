#!/bin/sh
# Before anything is created: is the Azure CLI logged in to azd's subscription, and is there quota for the GPU?
# azd runs it in the repository's root with the values of the environment.
set -eu

location=${AZURE_LOCATION:?azd up asks for it; or run: azd env set AZURE_LOCATION swedencentral}
subscription=${AZURE_SUBSCRIPTION_ID:?azd up asks for it; or run: azd env set AZURE_SUBSCRIPTION_ID ID}
fail() { printf '%s\n' "$@" >&2; exit 1; }

case ${VOICEPREP_GPU:-T4} in
  T4) quota=SubscriptionConsumptionT4Gpus portal='Subscription Consumption T 4 Gpus' ;;
  A100) quota=SubscriptionConsumptionNCA100Gpus portal='Subscription Consumption NCA 100 Gpus' ;;
  *) fail "VOICEPREP_GPU is '$VOICEPREP_GPU'; it must be T4 or A100." ;;
esac

command -v az >/dev/null || fail "Please install the Azure CLI: https://aka.ms/azure-cli"
az account show --subscription "$subscription" --output none ||
  fail "azd and az log in apart, and az does not know subscription $subscription." \
    "Run 'az login', or log in once for both: azd config set auth.useAzCliAuth true"

# Someone who may not register a provider may still deploy where it is registered.
az provider register --namespace Microsoft.App --subscription "$subscription" --wait --output none || :
usage=$(az containerapp list-usages --location "$location" --subscription "$subscription" \
  --query "value[?name.value=='$quota'] | [0].[limit, currentValue]" --output tsv | tr '\n' ' ')
# shellcheck disable=SC2086 # two numbers, or none
set -- $usage
ask="Ask for it: portal > Quotas > provider 'Azure Container Apps', region $location > '$portal'. For a T4 it is often granted in minutes."
[ $# -eq 2 ] || fail "$location names no quota '$portal': it does not offer this GPU to the subscription. Take another region: azd env set AZURE_LOCATION REGION" "$ask"
limit=${1%.*} used=${2%.*}

[ "$limit" -gt 0 ] || fail "The subscription may use no such GPU in $location." "$ask"
# The quota in use may be that of this app's own replica, if it exists already.
[ "$used" -lt "$limit" ] || [ -n "${SERVICE_APP_NAME:-}" ] ||
  fail "All GPUs of the quota in $location ($limit) are in use, and none of them by this app." "$ask"
echo "$location: $used of $limit GPU(s) of the quota '$portal' in use."
[ "$limit" -gt 1 ] || echo "One GPU runs the app, but an update needs a second one for some minutes: infra/README.md, 'With one GPU'. $ask"
