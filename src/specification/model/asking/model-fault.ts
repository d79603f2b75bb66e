import { PlainFault } from '../../../runtime/plain-fault.ts'

/** Nothing but a change by a person helps. */
type PermanentCode = 'model-key-refused' | 'model-unknown' | 'model-quota-exhausted' | 'model-request-refused'
/** The same request may well be answered later. */
type TransientCode = 'model-rate-limited' | 'model-unavailable' | 'model-unreachable' | 'model-timeout' | 'model-answer-unreadable'
/** The request as it is was answered, by nothing that can be used. */
type AnswerCode = 'model-answer-too-large' | 'model-refusal'

export type ModelFaultCode = PermanentCode | TransientCode | AnswerCode
export type ModelFaultClass = 'permanent' | 'transient' | 'answer'

const CLASS_OF: Record<ModelFaultCode, ModelFaultClass> = {
  'model-key-refused': 'permanent',
  'model-unknown': 'permanent',
  'model-quota-exhausted': 'permanent',
  'model-request-refused': 'permanent',
  'model-rate-limited': 'transient',
  'model-unavailable': 'transient',
  'model-unreachable': 'transient',
  'model-timeout': 'transient',
  'model-answer-unreadable': 'transient',
  'model-answer-too-large': 'answer',
  'model-refusal': 'answer',
}

/** Why a model has not answered a request, in one line that says what to do and quotes nothing that the server sent. */
export class ModelFault extends PlainFault {
  override readonly code: ModelFaultCode
  readonly class: ModelFaultClass
  /** How long the provider asks to be left alone, in milliseconds. */
  readonly retryAfter: number | undefined

  constructor(code: ModelFaultCode, message: string, options?: ErrorOptions & { retryAfter?: number | undefined }) {
    super(code, message, options)
    this.code = code
    this.class = CLASS_OF[code]
    this.retryAfter = options?.retryAfter
  }
}
