// Who may do what, as kubectl and its users meet it: users of a token file, roles, service accounts with tokens,
// impersonation, and the questions that can be asked about all this.

import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkout } from './checkout.ts';
import { tellStory } from './kubectl-story.ts';
import { waitFor } from './wait-for.ts';

const tokens = join(checkout, 'test', 'src', 'fixtures', 'tokens.csv');

tellStory(
  (story) => {
    const { play, write, namespace, suffix } = story;

    beforeAll(async () => {
      // Users by contexts, not by --user: some commands have a flag of that name for something else.
      const credentials = { alice: 'alice-token', bob: 'bob-token', stranger: 'no-such-token', nobody: undefined };
      for (const [user, token] of Object.entries(credentials)) {
        await play(`
          $ kubectl config set-credentials ${user}${token === undefined ? '' : ` --token=${token}`}
          User "${user}" set.
          $ kubectl config set-context ${user} --cluster=wherry --user=${user} --namespace=${namespace}
          Context "${user}" created.
        `);
      }
      await play(`
        $ kubectl create configmap there
        configmap/there created
      `);
    });

    it('a user may do nothing, then just what a role says', () =>
      play(`
        $ kubectl --context=alice get configmaps
        ! Error from server (Forbidden): configmaps is forbidden: User "alice" cannot list resource "configmaps" in API group "" in the namespace "${namespace}"
        [exit 1]
        $ kubectl create role reader --verb=get,list,watch --resource=configmaps
        role.rbac.authorization.k8s.io/reader created
        $ kubectl create rolebinding readers --role=reader --user=alice
        rolebinding.rbac.authorization.k8s.io/readers created
        $ kubectl --context=alice get configmaps -o name
        configmap/there
        $ kubectl --context=alice get configmap there -o name
        configmap/there
        $ kubectl --context=alice delete configmap there
        ! Error from server (Forbidden): configmaps "there" is forbidden: User "alice" cannot delete resource "configmaps" in API group "" in the namespace "${namespace}"
        [exit 1]
        $ kubectl --context=alice create configmap mine
        ! error: failed to create configmap: configmaps is forbidden: User "alice" cannot create resource "configmaps" in API group "" in the namespace "${namespace}"
        [exit 1]
        $ kubectl --context=alice get configmaps --all-namespaces
        ! Error from server (Forbidden): configmaps is forbidden: User "alice" cannot list resource "configmaps" in API group "" at the cluster scope
        [exit 1]
        $ kubectl --context=alice get nodes
        ! Error from server (Forbidden): nodes is forbidden: User "alice" cannot list resource "nodes" in API group "" at the cluster scope
        [exit 1]
        $ kubectl --context=alice get deployments.apps --namespace=default
        ! Error from server (Forbidden): deployments.apps is forbidden: User "alice" cannot list resource "deployments" in API group "apps" in the namespace "default"
        [exit 1]
        $ kubectl --context=alice get --raw /metrics
        ! Error from server (Forbidden): forbidden: User "alice" cannot get path "/metrics"
        [exit 1]
        $ kubectl --context=bob get configmaps
        ! Error from server (Forbidden): configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "${namespace}"
        [exit 1]
        $ kubectl delete rolebinding readers
        …
        $ kubectl --context=alice get configmaps
        ! Error from server (Forbidden): configmaps is forbidden: User "alice" cannot list resource "configmaps" in API group "" in the namespace "${namespace}"
        [exit 1]
      `));

    it('a group is given a cluster role in one namespace', () =>
      play(`
        $ kubectl create namespace dev-${suffix}
        namespace/dev-${suffix} created
        $ kubectl create rolebinding editors --clusterrole=edit --group=dev --namespace=dev-${suffix}
        rolebinding.rbac.authorization.k8s.io/editors created
        $ kubectl --context=alice --namespace=dev-${suffix} create configmap ours
        configmap/ours created
        $ kubectl --context=alice --namespace=dev-${suffix} delete configmap ours -o name
        configmap/ours
        $ kubectl --context=alice --namespace=dev-${suffix} create role mine --verb=get --resource=pods
        ! Error from server (Forbidden): roles.rbac.authorization.k8s.io is forbidden: User "alice" cannot create resource "roles" in API group "rbac.authorization.k8s.io" in the namespace "dev-${suffix}"
        [exit 1]
        $ kubectl --context=bob --namespace=dev-${suffix} create configmap ours
        ! error: failed to create configmap: configmaps is forbidden: User "bob" cannot create resource "configmaps" in API group "" in the namespace "dev-${suffix}"
        [exit 1]
      `));

    it('nobody gives away more than they have', () =>
      play(`
        $ kubectl create namespace team-${suffix}
        namespace/team-${suffix} created
        $ kubectl create rolebinding admins --clusterrole=admin --user=bob --namespace=team-${suffix}
        rolebinding.rbac.authorization.k8s.io/admins created
        $ kubectl --context=bob --namespace=team-${suffix} create role pods --verb=get --resource=pods
        role.rbac.authorization.k8s.io/pods created
        $ kubectl --context=bob --namespace=team-${suffix} create rolebinding pods --role=pods --user=alice
        rolebinding.rbac.authorization.k8s.io/pods created
        $ kubectl --context=bob --namespace=team-${suffix} create role quotas --verb=delete --resource=resourcequotas
        ! Error from server (Forbidden): roles.rbac.authorization.k8s.io "quotas" is forbidden: user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
        ! {APIGroups:[""], Resources:["resourcequotas"], Verbs:["delete"]}
        [exit 1]
        $ kubectl --context=bob --namespace=team-${suffix} create rolebinding all --clusterrole=cluster-admin --user=bob
        ! error: failed to create rolebinding: rolebindings.rbac.authorization.k8s.io "all" is forbidden: user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
        ! {APIGroups:["*"], Resources:["*"], Verbs:["*"]}
        ! {NonResourceURLs:["*"], Verbs:["*"]}
        [exit 1]
      `));

    it('who is not known is turned away', () =>
      play(`
        $ kubectl --context=stranger get configmaps
        …
        ! error: You must be logged in to the server (…)
        [exit 1]
      `));

    describe('a service account', () => {
      it('works with its token until it is deleted', async () => {
        await play(`
          $ kubectl create serviceaccount robot
          serviceaccount/robot created
          $ kubectl create rolebinding robots --clusterrole=view --serviceaccount=${namespace}:robot
          rolebinding.rbac.authorization.k8s.io/robots created
        `);
        const token = await story.kubectl.succeed(['create', 'token', 'robot']);
        const asRobot = (args: string[]): ReturnType<typeof story.kubectl.run> =>
          story.kubectl.run([...args, `--token=${token.trim()}`, '--context=nobody']);
        expect(await asRobot(['get', 'configmap', 'there', '-o', 'name'])).toMatchObject({
          stdout: 'configmap/there\n',
        });
        expect(await asRobot(['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'])).toMatchObject({
          stdout: `system:serviceaccount:${namespace}:robot`,
        });
        expect(await asRobot(['get', 'secrets'])).toMatchObject({
          code: 1,
          stderr: `Error from server (Forbidden): secrets is forbidden: User "system:serviceaccount:${namespace}:robot" cannot list resource "secrets" in API group "" in the namespace "${namespace}"\n`,
        });
        await play('$ kubectl delete serviceaccount robot -o name\nserviceaccount/robot');
        // A token that was found good is not looked into again for ten seconds.
        const refused = await waitFor('the token to be refused', async () => {
          const ended = await asRobot(['get', 'configmaps']);
          return ended.code === 0 ? undefined : ended;
        });
        expect(refused.stderr).toMatch(/^error: You must be logged in to the server \(.+\)$/m);
      });

      it('that is for another audience is turned away', async () => {
        await play('$ kubectl create serviceaccount other\nserviceaccount/other created');
        const token = await story.kubectl.succeed(['create', 'token', 'other', '--audience=shop']);
        expect(await story.kubectl.run(['get', 'pods', `--token=${token.trim()}`, '--context=nobody'])).toMatchObject({
          code: 1,
          stderr: expect.stringMatching(/^error: You must be logged in to the server \(.+\)$/m),
        });
      });
    });

    describe('auth', () => {
      it('whoami', () =>
        play(`
          $ kubectl auth whoami --context=alice
          ATTRIBUTE   VALUE
          Username    alice
          UID         uid-1
          Groups      [dev staff system:authenticated]
          $ kubectl auth whoami --as=carol --as-group=ops --as-uid=7 -o json
          {
              "kind": "SelfSubjectReview",
              "apiVersion": "authentication.k8s.io/v1",
              "metadata": {…
          …
                      "username": "carol",
                      "uid": "7",
                      "groups": [
                          "ops",
                          "system:authenticated"
                      ]
          …
        `));

      it('can-i', () =>
        play(`
          $ kubectl auth can-i create pods
          yes
          $ kubectl auth can-i '*' '*'
          yes
          $ kubectl auth can-i delete nodes --context=bob
          no
          ! Warning: resource 'nodes' is not namespace scoped
          [exit 1]
          $ kubectl auth can-i list secrets --context=bob --quiet
          [exit 1]
          $ kubectl auth can-i get /version --context=bob
          yes
          $ kubectl auth can-i get /metrics --context=bob
          no
          [exit 1]
          $ kubectl auth can-i get pods --as=carol
          no
          [exit 1]
          $ kubectl auth can-i get pods --as=carol --as-group=system:masters
          yes
          $ kubectl auth can-i create pods --subresource=binding --as=system:kube-scheduler
          yes
          $ kubectl auth can-i fly pods --context=bob
          no
          ! Warning: verb 'fly' is not a known verb
          [exit 1]
        `));

      it('can-i --list', () =>
        play(`
          $ kubectl create namespace listed-${suffix}
          namespace/listed-${suffix} created
          $ kubectl create role lister --verb=list --resource=pods --namespace=listed-${suffix}
          role.rbac.authorization.k8s.io/lister created
          $ kubectl create rolebinding lister --role=lister --user=bob --namespace=listed-${suffix}
          rolebinding.rbac.authorization.k8s.io/lister created
          $ kubectl auth can-i --list --context=bob --namespace=listed-${suffix}
          Resources                                       Non-Resource URLs   Resource Names   Verbs
          selfsubjectreviews.authentication.k8s.io        []                  []               [create]
          selfsubjectaccessreviews.authorization.k8s.io   []                  []               [create]
          selfsubjectrulesreviews.authorization.k8s.io    []                  []               [create]
                                                          [/api/*]            []               [get]
          …
          pods                                            []                  []               [list]
        `));

      it('reconcile', async () => {
        const role = (verbs: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: kept, namespace: ${namespace}}
rules: [{apiGroups: [""], resources: [pods], verbs: [${verbs}]}]
`;
        await write('role.yaml', role('get'));
        await play(`
          $ kubectl auth reconcile -f role.yaml
          role.rbac.authorization.k8s.io/kept reconciled
          ! 	reconciliation required create
          ! 	missing rules added:
          ! 		{Verbs:[get] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}
          $ kubectl auth reconcile -f role.yaml
          role.rbac.authorization.k8s.io/kept reconciled
        `);
        await write('role.yaml', role('list'));
        await play(`
          $ kubectl auth reconcile -f role.yaml
          role.rbac.authorization.k8s.io/kept reconciled
          …
          $ kubectl get role kept -o jsonpath='{.rules[*].verbs}'
          ["get"] ["list"]
          $ kubectl auth reconcile -f role.yaml --remove-extra-permissions
          role.rbac.authorization.k8s.io/kept reconciled
          …
          $ kubectl get role kept -o jsonpath='{.rules[*].verbs}'
          ["list"]
        `);
      });
    });

    it('certificates are asked for, approved and denied', async () => {
      await write('request.yaml', certificateRequest(`ann-${suffix}`));
      await write('denied.yaml', certificateRequest(`ben-${suffix}`));
      await play(`
        $ kubectl create -f request.yaml -f denied.yaml
        certificatesigningrequest.certificates.k8s.io/ann-${suffix} created
        certificatesigningrequest.certificates.k8s.io/ben-${suffix} created
        $ kubectl get csr ann-${suffix}
        NAME       AGE   SIGNERNAME                            REQUESTOR          REQUESTEDDURATION   CONDITION
        ann-${suffix}   …s    kubernetes.io/kube-apiserver-client   kubernetes-admin   24h                 Pending
        $ kubectl certificate approve ann-${suffix}
        certificatesigningrequest.certificates.k8s.io/ann-${suffix} approved
        $ kubectl certificate deny ben-${suffix}
        certificatesigningrequest.certificates.k8s.io/ben-${suffix} denied
        $ kubectl get csr ann-${suffix} ben-${suffix} --no-headers
        ann-${suffix}   …s   kubernetes.io/kube-apiserver-client   kubernetes-admin   24h   Approved
        ben-${suffix}   …s   kubernetes.io/kube-apiserver-client   kubernetes-admin   24h   Denied
        $ kubectl certificate deny ann-${suffix}
        ! error: certificate signing request "ann-${suffix}" is already Approved
        [exit 1]
        $ kubectl --context=alice certificate approve ben-${suffix}
        ! Error from server (Forbidden): certificatesigningrequests.certificates.k8s.io "ben-${suffix}" is forbidden: User "alice" cannot get resource "certificatesigningrequests" in API group "certificates.k8s.io" at the cluster scope
        [exit 1]
      `);
    });

    it('impersonation is a right like others', () =>
      play(`
        $ kubectl get configmap there -o name --as=dave
        ! Error from server (Forbidden): configmaps "there" is forbidden: User "dave" cannot get resource "configmaps" in API group "" in the namespace "${namespace}"
        [exit 1]
        $ kubectl get configmap there -o name --as=dave --as-group=system:masters
        configmap/there
        $ kubectl get configmaps --as=system:serviceaccount:${namespace}:default
        ! Error from server (Forbidden): configmaps is forbidden: User "system:serviceaccount:${namespace}:default" cannot list resource "configmaps" in API group "" in the namespace "${namespace}"
        [exit 1]
        $ kubectl --context=alice get configmap there --as=dave
        ! Error from server (Forbidden): users "dave" is forbidden: User "alice" cannot impersonate resource "users" in API group "" at the cluster scope
        [exit 1]
      `));
  },
  { flags: [`--token-auth-file=${tokens}`] },
);

// A PKCS#10 request for CN=ann, O=dev; its key is not kept anywhere.
const certificateRequest = (name: string): string => `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: ${name}}
spec:
  signerName: kubernetes.io/kube-apiserver-client
  expirationSeconds: 86400
  usages: [client auth]
  request: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIVk1INENBUUF3SERFTU1Bb0dBMVVFQXd3RFlXNXVNUXd3Q2dZRFZRUUtEQU5rWlhZd1dUQVRCZ2NxaGtqTwpQUUlCQmdncWhrak9QUU1CQndOQ0FBUTRzc1F3NnlGM2o2OEhnalc4NDkxR1hzRW9XdUxyMCt2MWFLL2c2N0xuCkRNdXgwbDFuU2dHV1VEM2tBRWFMay9odngrZ1FKZWRBYnZHK0pXWHpKNUo4b0FBd0NnWUlLb1pJemowRUF3SUQKUndBd1JBSWdLeW9mczhXQVJTUm9zbVBrTCsvNkJ3Rk1tcEpJWEZMRU5EZjFHQzZnVUg4Q0lBZVNKNVB0dHRVQwpVeWhiaTdWeGYwWjd1UWE0ZkpseWFRcUFtd1JaSkFvYgotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K
`;
