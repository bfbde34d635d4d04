# The image `wherry/machine`: the `machine` stage of the Dockerfile at the root, and the Node of this machine.
ARG STAGE
FROM ${STAGE}
COPY node /usr/local/bin/node
