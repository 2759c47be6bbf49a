#include "textflag.h"

// What is multiplied, added and compared with: eight times each.
DATA quarter<>+0(SB)/4, $0.25
DATA half<>+0(SB)/4, $0.5
DATA one<>+0(SB)/4, $1.0
GLOBL quarter<>(SB), RODATA, $4
GLOBL half<>(SB), RODATA, $4
GLOBL one<>(SB), RODATA, $4

// func cell8(n, k int, u, peep, bias, before, c, f, r, h *float32)
// One step of a recurrent layer for the first n of its k numbers; n is divided by 8. See cellPlain.
TEXT ·cell8(SB), NOSPLIT, $0-80
	MOVQ n+0(FP), CX
	MOVQ k+8(FP), BX
	MOVQ u+16(FP), SI
	MOVQ peep+24(FP), DI
	MOVQ bias+32(FP), R8
	MOVQ before+40(FP), R9
	MOVQ c+48(FP), R10
	MOVQ f+56(FP), R11
	MOVQ r+64(FP), R12
	MOVQ h+72(FP), R13
	SHLQ $2, CX
	SHLQ $2, BX
	XORQ AX, AX
	VBROADCASTSS quarter<>(SB), Y13
	VBROADCASTSS half<>(SB), Y14
	VBROADCASTSS one<>(SB), Y15
	VXORPS Y12, Y12, Y12

eight:
	VMOVUPS (R9)(AX*1), Y0 // before
	LEAQ (SI)(AX*1), DX
	VMOVUPS (DX), Y1 // u
	VMOVUPS (DX)(BX*1), Y2
	VMOVUPS (DX)(BX*2), Y3
	LEAQ (R8)(AX*1), DX
	VADDPS (DX), Y2, Y2
	VADDPS (DX)(BX*1), Y3, Y3
	LEAQ (DI)(AX*1), DX
	VFMADD231PS (DX), Y0, Y2
	VFMADD231PS (DX)(BX*1), Y0, Y3
	VFMADD213PS Y14, Y13, Y2 // gates
	VFMADD213PS Y14, Y13, Y3
	VMAXPS Y12, Y2, Y2
	VMAXPS Y12, Y3, Y3
	VMINPS Y15, Y2, Y2
	VMINPS Y15, Y3, Y3
	VMOVUPS Y2, (R11)(AX*1)
	VMOVUPS Y3, (R12)(AX*1)
	VSUBPS Y1, Y0, Y0 // before - u
	VFMADD213PS Y1, Y2, Y0 // u + f·(before - u)
	VMOVUPS Y0, (R10)(AX*1)
	VMOVAPS Y15, Y4
	VFMADD231PS Y0, Y0, Y4
	VSQRTPS Y4, Y4
	VDIVPS Y4, Y0, Y0
	VMULPS Y3, Y0, Y0
	VMOVUPS Y0, (R13)(AX*1)
	ADDQ $32, AX
	CMPQ AX, CX
	JLT eight
	VZEROUPPER
	RET

// func add8(n int, to, x *float32)
// Adds n numbers to others; n is divided by 8.
TEXT ·add8(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ to+8(FP), DI
	MOVQ x+16(FP), SI
	SHLQ $2, CX
	XORQ AX, AX

adds:
	VMOVUPS (DI)(AX*1), Y0
	VADDPS (SI)(AX*1), Y0, Y0
	VMOVUPS Y0, (DI)(AX*1)
	ADDQ $32, AX
	CMPQ AX, CX
	JLT adds
	VZEROUPPER
	RET

// func soft8(n int, x *float32)
// Puts x/√(1+x²) in the place of n numbers; n is divided by 8.
TEXT ·soft8(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), SI
	SHLQ $2, CX
	XORQ AX, AX
	VBROADCASTSS one<>(SB), Y15

softs:
	VMOVUPS (SI)(AX*1), Y0
	VMOVAPS Y15, Y1
	VFMADD231PS Y0, Y0, Y1
	VSQRTPS Y1, Y1
	VDIVPS Y1, Y0, Y0
	VMOVUPS Y0, (SI)(AX*1)
	ADDQ $32, AX
	CMPQ AX, CX
	JLT softs
	VZEROUPPER
	RET
