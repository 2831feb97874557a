#!/bin/sh
# Returns to what worked: says what it will do, and does it with --yes. No image is built.
#
#   infra/rollback.sh model [MODEL/COMPUTE_TYPE]   the old service's settings, large-v2/float32: two settings, the same image
#   infra/rollback.sh image                        the image of the previous revision, with the current settings
set -eu

what=${1:-} profile=large-v2/float32 yes=false
for argument in "$@"; do
  case $argument in --yes) yes=true ;; */*) profile=$argument ;; esac
done
value() { azd env get-value "$1"; }
subscription=$(value AZURE_SUBSCRIPTION_ID) group=$(value AZURE_RESOURCE_GROUP) app=$(value SERVICE_APP_NAME)

container='properties.template.containers[0].image'
image=$(az containerapp show --resource-group "$group" --name "$app" --subscription "$subscription" --query "$container" --output tsv)
case $what in
  model)
    echo "azd env set WHISPER_MODEL ${profile%/*}; azd env set WHISPER_COMPUTE_TYPE ${profile#*/}"
    ;;
  image)
    image=$(az containerapp revision list --all --resource-group "$group" --name "$app" --subscription "$subscription" \
      --query "reverse(sort_by([?$container != '$image'], &properties.createdTime))[0].$container" --output tsv)
    [ -n "$image" ] || { echo "There is no revision with another image." >&2; exit 1; }
    ;;
  *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2 && exit 2 ;;
esac
echo "azd deploy app --from-package $image"
$yes || { echo "Nothing was done. Add --yes to do it." && exit 0; }

if [ "$what" = model ]; then
  azd env set WHISPER_MODEL "${profile%/*}"
  azd env set WHISPER_COMPUTE_TYPE "${profile#*/}"
fi
azd deploy app --from-package "$image"
