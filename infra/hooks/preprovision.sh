#!/bin/sh
# Before anything is made: does the region offer the GPU, and is there quota for it?
# azd runs it with the values of the environment.
set -eu

location=${AZURE_LOCATION:?azd up asks for it; or run: azd env set AZURE_LOCATION swedencentral}
subscription=${AZURE_SUBSCRIPTION_ID:?azd up asks for it; or run: azd env set AZURE_SUBSCRIPTION_ID ID}
gpu=${VOICEPREP_GPU:-T4}
case $gpu in
  T4) profile=Consumption-GPU-NC8as-T4 quota=T4 ;;
  A100) profile=Consumption-GPU-NC24-A100 quota=NCA100 ;;
  *) echo "VOICEPREP_GPU is '$gpu'; it must be T4 or A100." >&2 && exit 1 ;;
esac

command -v az >/dev/null || { echo "Please install the Azure CLI: https://aka.ms/azure-cli" >&2; exit 1; }

profiles=$(az containerapp env workload-profile list-supported --subscription "$subscription" --location "$location" --query '[].name' --output tsv)
if ! printf '%s\n' "$profiles" | grep -qx "$profile"; then
  echo "$location does not offer $profile. Take another region, for example:" >&2
  echo "  azd env set AZURE_LOCATION swedencentral   (also: eastus, westus3, japaneast, australiaeast, westeurope, uksouth)" >&2
  exit 1
fi

# One line for each quota: name, limit, in use.
usages=$(az rest --method get \
  --url "https://management.azure.com/subscriptions/$subscription/providers/Microsoft.App/locations/$location/usages?api-version=2025-07-01" \
  --query 'value[].[name.value, limit, currentValue]' --output tsv)
free=$(printf '%s\n' "$usages" | awk -v quota="$quota" 'tolower($1) ~ "consumption" tolower(quota) { print $2 - $3; found = 1; exit } END { if (!found) print "unknown" }')
case $free in
  unknown)
    echo "The GPU quota of $location could not be read; should provisioning fail with a quota error, ask for it as below." >&2
    ;;
  -* | 0)
    echo "There is no free $gpu GPU quota in $location. Ask for it, which is often granted at once for T4:" >&2
    echo "  portal > Quotas > Azure Container Apps > region $location > 'Managed Environment Consumption $quota Gpus' > 1 or more" >&2
    exit 1
    ;;
  *) echo "$location offers $profile; $free GPU(s) of the quota are free." ;;
esac
