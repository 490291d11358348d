// The parts of Socket.IO's client that the scripts use.
export interface Socket {
  readonly connected: boolean;
  readonly active: boolean;
  on(event: string, hear: (...told: any[]) => void): Socket;
  connect(): Socket;
  disconnect(): Socket;
  timeout(ms: number): { emitWithAck(event: string, told: object): Promise<any> };
}

export function io(path: string, options: object): Socket;
