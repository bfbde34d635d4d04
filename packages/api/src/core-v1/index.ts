export {
  Affinity,
  NodeAffinity,
  NodeSelector,
  NodeSelectorOperator,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  PodAntiAffinity,
  PreferredSchedulingTerm,
  TopologySelectorLabelRequirement,
  TopologySelectorTerm,
  VolumeNodeAffinity,
  WeightedPodAffinityTerm,
} from './affinity.ts';
export { Binding } from './binding.ts';
export {
  AWSElasticBlockStoreVolumeSource,
  AzureDataDiskCachingMode,
  AzureDataDiskKind,
  AzureDiskVolumeSource,
  AzureFileVolumeSource,
  FlexVolumeSource,
  GCEPersistentDiskVolumeSource,
  PhotonPersistentDiskVolumeSource,
  PortworxVolumeSource,
  ScaleIOVolumeSource,
  StorageOSVolumeSource,
  VsphereVirtualDiskVolumeSource,
} from './cloud-volume-source.ts';
export { ComponentCondition, ComponentStatus } from './component-status.ts';
export { ConfigMap } from './config-map.ts';
export {
  ContainerState,
  ContainerStateRunning,
  ContainerStateTerminated,
  ContainerStateWaiting,
  ContainerStatus,
  ContainerUser,
  LinuxContainerUser,
} from './container-status.ts';
export {
  Container,
  ContainerImage,
  ContainerPort,
  ContainerRestartPolicy,
  ContainerRestartRule,
  ContainerRestartRuleAction,
  ContainerRestartRuleOnExitCodes,
  EphemeralContainer,
  EphemeralContainerCommon,
  Protocol,
  TerminationMessagePolicy,
} from './container.ts';
export { EndpointAddress, EndpointPort, EndpointSubset, Endpoints } from './endpoints.ts';
export { ConfigMapEnvSource, EnvFromSource, EnvVar, EnvVarSource, SecretEnvSource } from './env.ts';
export { Event, EventSeries, EventSource } from './event.ts';
export {
  ConfigMapKeySelector,
  FileKeySelector,
  ObjectFieldSelector,
  ResourceFieldSelector,
  SecretKeySelector,
} from './key-selectors.ts';
export { LimitRange, LimitRangeItem, LimitRangeSpec, LimitType } from './limit-range.ts';
export { Namespace, NamespaceCondition, NamespacePhase, NamespaceSpec, NamespaceStatus } from './namespace.ts';
export {
  CephFSVolumeSource,
  CinderVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  GlusterfsVolumeSource,
  ISCSIVolumeSource,
  NFSVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
} from './network-volume-source.ts';
export {
  DaemonEndpoint,
  NodeAddress,
  NodeCondition,
  NodeConfigSource,
  NodeConfigStatus,
  NodeDaemonEndpoints,
  NodeFeatures,
  NodePhase,
  NodeRuntimeHandler,
  NodeRuntimeHandlerFeatures,
  NodeStatus,
  NodeSwapStatus,
  NodeSystemInfo,
} from './node-status.ts';
export { Node, NodeSpec } from './node.ts';
export {
  LocalObjectReference,
  ObjectReference,
  SecretReference,
  TypedLocalObjectReference,
  TypedObjectReference,
} from './object-reference.ts';
export {
  ModifyVolumeStatus,
  PersistentVolumeAccessMode,
  PersistentVolumeClaim,
  PersistentVolumeClaimCondition,
  PersistentVolumeClaimModifyVolumeStatus,
  PersistentVolumeClaimPhase,
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimStatus,
  PersistentVolumeClaimTemplate,
  PersistentVolumeMode,
  VolumeResourceRequirements,
} from './persistent-volume-claim.ts';
export {
  AzureFilePersistentVolumeSource,
  CSIPersistentVolumeSource,
  CephFSPersistentVolumeSource,
  CinderPersistentVolumeSource,
  FlexPersistentVolumeSource,
  GlusterfsPersistentVolumeSource,
  ISCSIPersistentVolumeSource,
  LocalVolumeSource,
  PersistentVolumeSource,
  RBDPersistentVolumeSource,
  ScaleIOPersistentVolumeSource,
  StorageOSPersistentVolumeSource,
} from './persistent-volume-source.ts';
export {
  PersistentVolume,
  PersistentVolumePhase,
  PersistentVolumeReclaimPolicy,
  PersistentVolumeSpec,
  PersistentVolumeStatus,
} from './persistent-volume.ts';
export {
  NodeProxyOptions,
  PodAttachOptions,
  PodExecOptions,
  PodLogOptions,
  PodPortForwardOptions,
  PodProxyOptions,
  ServiceProxyOptions,
} from './pod-options.ts';
export {
  HostIP,
  PodCondition,
  PodIP,
  PodPhase,
  PodQOSClass,
  PodResizeStatus,
  PodResourceClaimStatus,
  PodStatus,
} from './pod-status.ts';
export {
  DNSPolicy,
  HostAlias,
  OSName,
  Pod,
  PodDNSConfig,
  PodDNSConfigOption,
  PodOS,
  PodReadinessGate,
  PodResourceClaim,
  PodSchedulingGate,
  PodSpec,
  PodTemplate,
  PodTemplateSpec,
  PreemptionPolicy,
  RestartPolicy,
} from './pod.ts';
export {
  ExecAction,
  GRPCAction,
  HTTPGetAction,
  HTTPHeader,
  Lifecycle,
  LifecycleHandler,
  Probe,
  ProbeHandler,
  SleepAction,
  TCPSocketAction,
  URIScheme,
} from './probe.ts';
export {
  ClusterTrustBundleProjection,
  ConfigMapProjection,
  DownwardAPIProjection,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  SecretProjection,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from './projected-volume.ts';
export {
  ReplicationController,
  ReplicationControllerCondition,
  ReplicationControllerSpec,
  ReplicationControllerStatus,
} from './replication-controller.ts';
export {
  ResourceQuota,
  ResourceQuotaScope,
  ResourceQuotaSpec,
  ResourceQuotaStatus,
  ScopeSelector,
  ScopeSelectorOperator,
  ScopedResourceSelectorRequirement,
} from './resource-quota.ts';
export {
  ContainerResizePolicy,
  ResourceClaim,
  ResourceRequirements,
  ResourceResizeRestartPolicy,
} from './resource-requirements.ts';
export {
  Bindings,
  ComponentStatuses,
  ConfigMaps,
  EndpointsResource,
  Events,
  LimitRanges,
  Namespaces,
  Nodes,
  PersistentVolumeClaims,
  PersistentVolumes,
  PodTemplates,
  Pods,
  ReplicationControllers,
  ResourceQuotas,
  Secrets,
  ServiceAccounts,
  Services,
} from './resources.ts';
export { Secret, SecretType } from './secret.ts';
export {
  AppArmorProfile,
  AppArmorProfileType,
  Capabilities,
  PodFSGroupChangePolicy,
  PodSELinuxChangePolicy,
  PodSecurityContext,
  ProcMountType,
  SELinuxOptions,
  SeccompProfile,
  SeccompProfileType,
  SecurityContext,
  SupplementalGroupsPolicy,
  Sysctl,
  WindowsSecurityContextOptions,
} from './security-context.ts';
export { ServiceAccount } from './service-account.ts';
export {
  ClientIPConfig,
  IPFamily,
  IPFamilyPolicy,
  LoadBalancerIPMode,
  LoadBalancerIngress,
  LoadBalancerStatus,
  PortStatus,
  Service,
  ServiceAffinity,
  ServiceExternalTrafficPolicy,
  ServiceInternalTrafficPolicy,
  ServicePort,
  ServiceSpec,
  ServiceStatus,
  ServiceType,
  SessionAffinityConfig,
} from './service.ts';
export {
  NodeInclusionPolicy,
  Taint,
  TaintEffect,
  Toleration,
  TolerationOperator,
  TopologySpreadConstraint,
  UnsatisfiableConstraintAction,
} from './toleration.ts';
export {
  MountPropagationMode,
  RecursiveReadOnlyMode,
  VolumeDevice,
  VolumeMount,
  VolumeMountStatus,
} from './volume-mount.ts';
export {
  AttachedVolume,
  CSIVolumeSource,
  ConfigMapNodeConfigSource,
  ConfigMapVolumeSource,
  EmptyDirVolumeSource,
  EphemeralVolumeSource,
  GitRepoVolumeSource,
  HostPathType,
  HostPathVolumeSource,
  ImageVolumeSource,
  PersistentVolumeClaimVolumeSource,
  PullPolicy,
  SecretVolumeSource,
  StorageMedium,
} from './volume-source.ts';
export { Volume, VolumeSource } from './volume.ts';
export { decideIpFamilies, type ClusterIpFamily } from './service-ip-families.ts';
export { ipFamilyOf } from './service-ip-validation.ts';
export {
  isExternallyAccessible,
  isHeadless,
  needsClusterIp,
  needsHealthCheckPort,
  needsNodePort,
} from './service-traits.ts';
export {
  holdsNamespace,
  NAMESPACE_FINALIZER,
  NAMESPACE_NAME_LABEL,
  prepareNamespaceFinalize,
} from './namespace-lifecycle.ts';
export { validateNamespaceFinalize } from './namespace-validation.ts';

export { validateBinding } from './binding-validation.ts';
export { shouldRestart } from './container-restart.ts';
export { parseImageName, type ImageName } from './image-name.ts';
export {
  matchNodeSelector,
  matchNodeTerm,
  requiredNodes,
  type NodeMatcher,
  type SelectableNode,
} from './node-selection.ts';
export { validateNodeSelector, validateNodeSelectorTerm } from './node-selector-validation.ts';
export { MIRROR_ANNOTATION } from './pod-annotations-validation.ts';
export { allContainers, containersWithPaths, isSidecar, type PlacedContainer } from './pod-containers.ts';
export { setPodDefaults, setPodSpecDefaults } from './pod-defaults.ts';
export { keepEphemeralContainers, validateEphemeralContainersUpdate } from './pod-ephemeral-containers.ts';
export { validatePodLogOptions } from './pod-log-options-validation.ts';
export { keepResources, validatePodResize } from './pod-resize.ts';
export { aggregateContainerResources, computeQosClass, qosClassOf, type ResourceAmounts } from './pod-resources.ts';
export { validatePodSpec, type PodSpecPlace } from './pod-spec-validation.ts';
export { validatePodTemplateSpec } from './pod-template-validation.ts';
export { validatePod, validatePodContent } from './pod-validation.ts';
export { podWarnings, type PodLike } from './pod-warnings.ts';
export {
  allowsOvercommit,
  hugePageSizeOf,
  isExtendedResource,
  isHugePages,
  isIntegerResource,
  isNativeResource,
  isPodLevelResource,
  isStandardResource,
} from './resource-name.ts';
export { findVolume, isVolumeReachableFrom, volumeMismatch, type VolumeSearch } from './find-volume.ts';
export { claimNameOf, claimNamesOf, isMadeForPod } from './pod-claims.ts';
export { STORAGE_CLASS_ANNOTATION } from './persistent-volume-claim-validation.ts';
export { PV_PROTECTION, PVC_PROTECTION } from './storage-protection.ts';
export { findUntolerated, tolerates } from './tolerance.ts';
export { validateTolerations } from './toleration-validation.ts';
export {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  isClaimBound,
  isVolumeMeantFor,
  PROVISIONED_BY,
  SELECTED_NODE,
  storageClassOf,
  volumeBoundTo,
} from './volume-binding.ts';
