// What the tests run: pods that say their name, and a way to them.

export const deployment = (name: string, replicas: number, spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: 'luksa/kubia', imagePullPolicy: 'Never' }], ...spec },
    },
  },
});

export const nodePortService = (app: string): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: app },
  spec: { type: 'NodePort', selector: { app }, ports: [{ port: 80, targetPort: 8080 }] },
});
