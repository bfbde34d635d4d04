export {
  APIGroupDiscovery,
  APIGroupDiscoveryList,
  APIResourceDiscovery,
  APISubresourceDiscovery,
  APIVersionDiscovery,
  DiscoveryFreshness,
  ResourceScope,
} from './api-group-discovery-list.ts';
