import type { Piece } from './piece.js';

/** A message as the robot API takes it. */
export interface RobotTemplate {
  readonly msgKey: 'sampleText' | 'sampleImageMsg' | 'sampleFile';
  /** JSON of the template's parameters. */
  readonly msgParam: string;
}

/** `mediaId`: what the upload of a picture or file gave. */
export function toTemplate(piece: Piece, mediaId = ''): RobotTemplate {
  if (piece.kind === 'text') return { msgKey: 'sampleText', msgParam: JSON.stringify({ content: piece.text }) };
  // An address, or a media id (documented).
  if (piece.kind === 'image') return { msgKey: 'sampleImageMsg', msgParam: JSON.stringify({ photoURL: mediaId }) };
  const { fileName, fileType } = piece;
  return { msgKey: 'sampleFile', msgParam: JSON.stringify({ mediaId, fileName, fileType }) };
}
