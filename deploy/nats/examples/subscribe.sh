#!/bin/sh
# The nats command: https://github.com/nats-io/natscli
# NATS_URL=tls://… LAPOR_KEY=lak_… ./subscribe.sh
rest=${LAPOR_KEY#lak_}
user=${rest%%_*}
password=${rest#*_}
# Shows what comes and acknowledges it; ends when nothing came for a while, to be started again.
exec nats --server "${NATS_URL:-nats://localhost:4222}" --user "$user" --password "$password" \
  --inbox-prefix "_INBOX_$user" --js-domain lapor \
  consumer next AGENCY_FEED "$user" --count "${COUNT:-100}" --ack
