# The image that every process of a cluster runs from: `docker run wherry <component> --flags`.
# It needs no registry but that of the base image; `npm start` builds it without any (setup/image/).
ARG BASE=debian:bookworm-slim

# What the machines of a cluster have: etcd, and the programs that keep a node's network.
FROM ${BASE} AS machine
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates conntrack etcd-server iproute2 libatomic1 nftables procps \
 && rm -rf /var/lib/apt/lists/*

# The programs, made from the source.
FROM machine AS source
RUN apt-get update \
 && apt-get install -y --no-install-recommends npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
COPY packages packages
COPY setup setup
COPY tsconfig.json ./
RUN npm ci --include=optional --loglevel=error && node_modules/node-linux-*/bin/node setup/image/assemble.ts

FROM machine AS wherry
COPY --from=source /source/.wherry/image/node /usr/local/bin/node
COPY --from=source /source/.wherry/image/node_modules /opt/wherry/node_modules
COPY --from=source /source/.wherry/image/programs /opt/wherry
ENTRYPOINT ["/opt/wherry/run"]
