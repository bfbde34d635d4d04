// Everything that kubectl create makes without a manifest. It sends these as protobuf.

import { beforeAll, describe, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';

tellStory((story) => {
  const { play, write, namespace, suffix } = story;
  const get = (...args: string[]): Promise<unknown> => story.kubectl.json(['get', ...args]);

  describe('workloads', () => {
    it('a deployment', () =>
      play(`
        $ kubectl create deployment web --image=shop:1 --replicas=3 --port=8080
        deployment.apps/web created
        $ kubectl get deployment web -o wide
        NAME   READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES   SELECTOR
        web    0/3     0            0           …s    shop         shop:1   app=web
        $ kubectl get deployment web -o jsonpath='{.spec.template.spec.containers[0].ports}'
        [{"containerPort":8080,"protocol":"TCP"}]
        $ kubectl create deployment web --image=shop:1
        ! error: failed to create deployment: deployments.apps "web" already exists
        [exit 1]
        $ kubectl create deployment Web --image=shop:1
        ! error: failed to create deployment: Deployment.apps "Web" is invalid: metadata.name: Invalid value: "Web": a lowercase RFC 1123 subdomain must …
        [exit 1]
      `));

    it('a job', async () => {
      await play(`
        $ kubectl create job once --image=shop:1 -- work --hard
        job.batch/once created
        $ kubectl get job once
        NAME   STATUS    COMPLETIONS   DURATION   AGE
        once   Running   0/1                      …s
      `);
      expect(await get('job', 'once')).toMatchObject({
        spec: {
          backoffLimit: 6,
          completionMode: 'NonIndexed',
          completions: 1,
          parallelism: 1,
          manualSelector: false,
          podReplacementPolicy: 'TerminatingOrFailed',
          selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': expect.any(String) } },
          suspend: false,
          template: {
            metadata: { labels: { 'batch.kubernetes.io/job-name': 'once', 'job-name': 'once' } },
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'once', image: 'shop:1', command: ['work', '--hard'] }],
            },
          },
        },
      });
    });

    it('a cron job, and a job from it', async () => {
      await play(`
        $ kubectl create cronjob nightly --image=shop:1 --schedule='0 3 * * *' -- clean
        cronjob.batch/nightly created
        $ kubectl get cronjob nightly
        NAME      SCHEDULE    TIMEZONE   SUSPEND   ACTIVE   LAST SCHEDULE   AGE
        nightly   0 3 * * *   <none>     False     0        <none>          …s
        $ kubectl create job now --from=cronjob/nightly
        job.batch/now created
        $ kubectl create cronjob wrong --image=shop:1 --schedule='0 3 * *'
        ! error: failed to create cronjob: CronJob.batch "wrong" is invalid: spec.schedule: Invalid value: "0 3 * *": …
        [exit 1]
      `);
      expect(await get('job', 'now')).toMatchObject({
        metadata: {
          annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
          ownerReferences: [{ kind: 'CronJob', name: 'nightly', controller: true }],
        },
        spec: { template: { spec: { containers: [{ command: ['clean'] }] } } },
      });
    });
  });

  describe('configuration', () => {
    beforeAll(() =>
      Promise.all([
        write('app.conf', 'a=1\nb=2\n'),
        write('.env', 'COLOR=blue\n# a comment\nSIZE=3\n'),
        write('bytes', '\u0000\u0001'),
      ]),
    );

    it('config maps from literals, files and env files', async () => {
      await play(`
        $ kubectl create configmap literals --from-literal=color=blue --from-literal=size=3
        configmap/literals created
        $ kubectl create configmap files --from-file=app.conf --from-file=other=app.conf --from-file=bytes
        configmap/files created
        $ kubectl create configmap variables --from-env-file=.env
        configmap/variables created
        $ kubectl get configmap literals files variables
        NAME       DATA   AGE
        literals   2      …s
        files      3      …s
        variables   2      …s
      `);
      expect(await get('configmap', 'literals')).toMatchObject({ data: { color: 'blue', size: '3' } });
      expect(await get('configmap', 'files')).toMatchObject({
        data: { 'app.conf': 'a=1\nb=2\n', other: 'a=1\nb=2\n' },
      });
      expect(await get('configmap', 'variables')).toMatchObject({ data: { COLOR: 'blue', SIZE: '3' } });
    });

    it('secrets of several types', async () => {
      await Promise.all([write('tls.crt', certificate), write('tls.key', key)]);
      await play(`
        $ kubectl create secret generic plain --from-literal=password=secret
        secret/plain created
        $ kubectl create secret tls pair --cert=tls.crt --key=tls.key
        secret/pair created
        $ kubectl create secret docker-registry registry --docker-server=registry.example --docker-username=u --docker-password=p
        secret/registry created
        $ kubectl get secrets
        NAME       TYPE                             DATA   AGE
        pair       kubernetes.io/tls                2      …s
        plain      Opaque                           1      …s
        registry   kubernetes.io/dockerconfigjson   1      …s
        $ kubectl get secret plain -o jsonpath='{.data.password}'
        c2VjcmV0
        $ kubectl get secret plain -o go-template='{{.data.password | base64decode}}'
        secret
        $ kubectl get secret --field-selector=type=kubernetes.io/tls -o name
        secret/pair
        $ kubectl create secret generic wrong --type=kubernetes.io/tls --from-literal=a=b
        ! error: failed to create secret Secret "wrong" is invalid: [data[tls.crt]: Required value, data[tls.key]: Required value]
        [exit 1]
      `);
    });
  });

  describe('services', () => {
    it('of all four types', () =>
      play(`
        $ kubectl create service clusterip inner --tcp=80:8080
        service/inner created
        $ kubectl create service clusterip headless --clusterip=None --tcp=80
        service/headless created
        $ kubectl create service nodeport outer --tcp=443:8443
        service/outer created
        $ kubectl create service loadbalancer balanced --tcp=80
        service/balanced created
        $ kubectl create service externalname elsewhere --external-name=store.example.com
        service/elsewhere created
        $ kubectl get services
        NAME        TYPE           CLUSTER-IP   EXTERNAL-IP         PORT(S)         AGE
        balanced    LoadBalancer   10.96.…      <pending>           80:3…/TCP       …s
        elsewhere   ExternalName   <none>       store.example.com   <none>          …s
        headless    ClusterIP      None         <none>              80/TCP          …s
        inner       ClusterIP      10.96.…      <none>              80/TCP          …s
        outer       NodePort       10.96.…      <none>              443:3…/TCP      …s
      `));

    it('with a port that is taken or out of range', () =>
      play(`
        $ kubectl create service nodeport first --tcp=80 --node-port=${nodePort(suffix)} --namespace=default
        service/first created
        $ kubectl create service nodeport second --tcp=80 --node-port=${nodePort(suffix)} --namespace=default
        ! error: failed to create NodePort service: Service "second" is invalid: spec.ports[0].nodePort: Invalid value: ${nodePort(suffix)}: provided port is already allocated
        [exit 1]
        $ kubectl create service nodeport second --tcp=80 --node-port=80 --namespace=default
        ! error: failed to create NodePort service: Service "second" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767
        [exit 1]
        $ kubectl delete service first --namespace=default
        …
      `));

    it('ingresses', async () => {
      await play(`
        $ kubectl create ingress entrance --class=nginx --rule=shop.example.com/cart*=cart:80,tls=shop-tls --rule=/=shop:http
        ingress.networking.k8s.io/entrance created
        $ kubectl get ing entrance
        NAME       CLASS   HOSTS              ADDRESS   PORTS     AGE
        entrance   nginx   shop.example.com             80, 443   …s
      `);
      expect(await get('ingress', 'entrance')).toMatchObject({
        spec: {
          ingressClassName: 'nginx',
          tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
          rules: [
            {
              host: 'shop.example.com',
              http: {
                paths: [
                  { path: '/cart', pathType: 'Prefix', backend: { service: { name: 'cart', port: { number: 80 } } } },
                ],
              },
            },
            {
              http: {
                paths: [
                  { path: '/', pathType: 'Exact', backend: { service: { name: 'shop', port: { name: 'http' } } } },
                ],
              },
            },
          ],
        },
      });
    });
  });

  describe('rights and limits', () => {
    it('roles and bindings', () =>
      play(`
        $ kubectl create role reader --verb=get,list --resource=pods,deployments.apps --resource-name=web
        role.rbac.authorization.k8s.io/reader created
        $ kubectl create rolebinding readers --role=reader --user=alice --group=dev --serviceaccount=${namespace}:default
        rolebinding.rbac.authorization.k8s.io/readers created
        $ kubectl create clusterrole watcher-${suffix} --verb=get,list,watch --resource=nodes
        clusterrole.rbac.authorization.k8s.io/watcher-${suffix} created
        $ kubectl create clusterrolebinding watchers-${suffix} --clusterrole=watcher-${suffix} --group=dev
        clusterrolebinding.rbac.authorization.k8s.io/watchers-${suffix} created
        $ kubectl get role reader -o jsonpath='{.rules}'
        [{"apiGroups":[""],"resourceNames":["web"],"resources":["pods"],"verbs":["get","list"]},{"apiGroups":["apps"],"resourceNames":["web"],"resources":["deployments"],"verbs":["get","list"]}]
        $ kubectl get rolebinding readers -o wide
        NAME      ROLE          AGE   USERS   GROUPS   SERVICEACCOUNTS
        readers   Role/reader   …s    alice   dev      ${namespace}/default
        $ kubectl get clusterrolebinding watchers-${suffix}
        NAME            ROLE                       AGE
        watchers-${suffix}   ClusterRole/watcher-${suffix}   …s
        $ kubectl create role wrong --verb=fly --resource=pods
        role.rbac.authorization.k8s.io/wrong created
        ! Warning: 'fly' is not a standard resource verb
      `));

    it('service accounts and their tokens', async () => {
      await play(`
        $ kubectl create serviceaccount robot
        serviceaccount/robot created
        $ kubectl get serviceaccount robot
        …
        $ kubectl create token absent
        ! error: failed to create token: serviceaccounts "absent" not found
        [exit 1]
        $ kubectl create token robot --duration=1m
        ! error: failed to create token: …may not specify a duration less than 10 minutes
        [exit 1]
      `);
      const token = await story.kubectl.succeed(['create', 'token', 'robot', '--audience=shop', '--duration=20m']);
      const [, claims = ''] = token.split('.');
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
        aud: ['shop'],
        sub: `system:serviceaccount:${namespace}:robot`,
        'kubernetes.io': { namespace, serviceaccount: { name: 'robot' } },
      });
    });

    it('quotas, disruption budgets, priorities and namespaces', () =>
      play(`
        $ kubectl create namespace team-${suffix}
        namespace/team-${suffix} created
        $ kubectl create quota small --hard=pods=4,cpu=2 --namespace=team-${suffix}
        resourcequota/small created
        $ kubectl get quota small --namespace=team-${suffix} -o jsonpath='{.spec.hard}'
        {"cpu":"2","pods":"4"}
        $ kubectl create poddisruptionbudget calm --min-available=50% --selector=app=web
        poddisruptionbudget.policy/calm created
        $ kubectl get pdb calm
        NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE
        calm   50%             N/A               0                     …s
        $ kubectl create priorityclass urgent-${suffix} --value=1000 --description=first --preemption-policy=Never
        priorityclass.scheduling.k8s.io/urgent-${suffix} created
        $ kubectl get priorityclass urgent-${suffix}
        NAME          VALUE   GLOBAL-DEFAULT   AGE   PREEMPTIONPOLICY
        urgent-${suffix}   1000    false            …s    Never
        $ kubectl create namespace default
        ! Error from server (AlreadyExists): namespaces "default" already exists
        [exit 1]
        $ kubectl create configmap lost --namespace=nowhere
        ! error: failed to create configmap: namespaces "nowhere" not found
        [exit 1]
      `));
  });

  it('what --dry-run shows, and does not make', () =>
    play(`
      $ kubectl create configmap maybe --from-literal=a=b --dry-run=client -o yaml
      apiVersion: v1
      data:
        a: b
      kind: ConfigMap
      metadata:
        …
        name: maybe
      $ kubectl create configmap maybe --dry-run=server
      configmap/maybe created (server dry run)
      $ kubectl create service nodeport maybe --tcp=80 --dry-run=server
      service/maybe created (server dry run)
      $ kubectl get configmap/maybe service/maybe
      ! Error from server (NotFound): configmaps "maybe" not found
      ! Error from server (NotFound): services "maybe" not found
      [exit 1]
    `));

  it('pods with run, and services with expose', async () => {
    await play(`
      $ kubectl run shell --image=shop:1 --labels=app=shell --env=A=b --port=80 --expose --restart=Never -- sh -c 'sleep 1'
      service/shell created
      pod/shell created
      $ kubectl get pod shell --show-labels
      NAME    READY   STATUS    RESTARTS   AGE   LABELS
      shell   0/1     Pending   0          …s    app=shell
      $ kubectl expose pod shell --name=exposed --port=8080 --target-port=http --type=NodePort
      service/exposed exposed
      $ kubectl get service exposed -o wide
      NAME      TYPE       CLUSTER-IP   EXTERNAL-IP   PORT(S)          AGE   SELECTOR
      exposed   NodePort   10.96.…      <none>        8080:3…/TCP      …s    app=shell
      $ kubectl run again --image=shop:1 --dry-run=client -o jsonpath='{.spec.containers[0].name} {.spec.restartPolicy}'
      again Always
    `);
    expect(await get('pod', 'shell')).toMatchObject({
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'shell',
            args: ['sh', '-c', 'sleep 1'],
            env: [{ name: 'A', value: 'b' }],
            ports: [{ containerPort: 80 }],
          },
        ],
      },
    });
  });
});

/** Both releases try one at once. */
const nodePort = (suffix: string): number => 30_000 + Number(suffix.replace('-', ''));

// A self-signed pair for shop.example.com that is used for nothing but to be stored.
const certificate = `-----BEGIN CERTIFICATE-----
MIIBjjCCATOgAwIBAgIUDsO+eID2a4V58KiphQhjqYZbBLkwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAgFw0yNjExMjMwNjI0NDBaGA8y
MTI2MTAzMDA2MjQ0MFowGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABBVGI1C2h+hsPxc03DgDpEdnYRAUlQzwEAA8
libglPpy+Hn0zcEclG40Ovi8xCNLEwgGuTXAtliX08MEaup2KA+jUzBRMB0GA1Ud
DgQWBBSDTrVBxG/0fckK8pRlnAndxlXRDzAfBgNVHSMEGDAWgBSDTrVBxG/0fckK
8pRlnAndxlXRDzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCz
3F3ScMuJcByhJlHFsXq32rse1C3jdfMRriAJyz7AQgIhAN5O7kdtShyyIc8gZw9L
M0AVYpE/GoSwqM9Z1rEQ72QB
-----END CERTIFICATE-----
`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgoiDgojR8QgqbxzK9
ERRMYVulMtN88gATXG1wBq6uV5uhRANCAAQVRiNQtofobD8XNNw4A6RHZ2EQFJUM
8BAAPJYm4JT6cvh59M3BHJRuNDr4vMQjSxMIBrk1wLZYl9PDBGrqdigP
-----END PRIVATE KEY-----
`;
