/**
 * Where a broadcast stands:
 *
 * - `idle`: it is not streaming
 * - `starting`: it is streaming, and the server has taken nothing of it yet
 * - `live`: the server takes what is sent
 * - `reconnecting`: the server does not answer, or cannot take anything now; what is captured waits, and is sent
 *   when it can
 * - `signed-out`: the server asks for credentials again in mid-stream; what is captured waits
 * - `stopping`: what is left is being sent
 */
export type BroadcastState = 'idle' | 'starting' | 'live' | 'reconnecting' | 'signed-out' | 'stopping';
