#include "textflag.h"

// What narrow6 and narrow6dot begin and end with: where things are, and sums from 0; scaled sums, into c.
#define BEGIN \
	MOVQ pairs+0(FP), CX \
	MOVQ a+8(FP), SI \
	MOVQ lda+16(FP), R8 \
	MOVQ b+24(FP), DI \
	MOVQ scale+32(FP), BX \
	MOVQ c+40(FP), DX \
	MOVQ ldc+48(FP), R10 \
	SHLQ $1, R8 \
	SHLQ $2, R10 \
	LEAQ (SI)(R8*2), R11 \
	ADDQ R8, R11 \
	LEAQ (DX)(R10*2), R12 \
	ADDQ R10, R12 \
	VPXOR Y0, Y0, Y0 \
	VPXOR Y1, Y1, Y1 \
	VPXOR Y2, Y2, Y2 \
	VPXOR Y3, Y3, Y3 \
	VPXOR Y4, Y4, Y4 \
	VPXOR Y5, Y5, Y5 \
	VPXOR Y6, Y6, Y6 \
	VPXOR Y7, Y7, Y7 \
	VPXOR Y8, Y8, Y8 \
	VPXOR Y9, Y9, Y9 \
	VPXOR Y10, Y10, Y10 \
	VPXOR Y11, Y11, Y11

#define SCALED(x, y, to) \
	VCVTDQ2PS x, x \
	VCVTDQ2PS y, y \
	VMULPS Y12, x, x \
	VMULPS Y13, y, y \
	VMOVUPS x, to

#define END \
	VMOVUPS (BX), Y12 \
	VMOVUPS 32(BX), Y13 \
	SCALED(Y0, Y1, (DX)) \
	VMOVUPS Y1, 32(DX) \
	SCALED(Y2, Y3, (DX)(R10*1)) \
	VMOVUPS Y3, 32(DX)(R10*1) \
	SCALED(Y4, Y5, (DX)(R10*2)) \
	VMOVUPS Y5, 32(DX)(R10*2) \
	SCALED(Y6, Y7, (R12)) \
	VMOVUPS Y7, 32(R12) \
	SCALED(Y8, Y9, (R12)(R10*1)) \
	VMOVUPS Y9, 32(R12)(R10*1) \
	SCALED(Y10, Y11, (R12)(R10*2)) \
	VMOVUPS Y11, 32(R12)(R10*2) \
	VZEROUPPER \
	RET

#define NEXT \
	ADDQ $4, SI \
	ADDQ $4, R11 \
	ADDQ $64, DI \
	DECQ CX

// func narrow6(pairs int, a *int16, lda int, b *int16, scale *float32, c *float32, ldc int)
// Multiplies 6 rows of a (so many pairs of numbers each, lda numbers apart) and 16 columns of b (16 pairs a step), and puts the
// products, times the columns' scales, into 6 rows of c.
// Twelve registers hold the sums; each step takes two rows of b and two numbers of each row of a.
#define ROW(a, x, y) \
	VPBROADCASTD a, Y14 \
	VPMADDWD Y12, Y14, Y15 \
	VPMADDWD Y13, Y14, Y14 \
	VPADDD Y15, x, x \
	VPADDD Y14, y, y

TEXT ·narrow6(SB), NOSPLIT, $0-56
	BEGIN

step:
	VMOVDQU (DI), Y12
	VMOVDQU 32(DI), Y13
	ROW((SI), Y0, Y1)
	ROW((SI)(R8*1), Y2, Y3)
	ROW((SI)(R8*2), Y4, Y5)
	ROW((R11), Y6, Y7)
	ROW((R11)(R8*1), Y8, Y9)
	ROW((R11)(R8*2), Y10, Y11)
	NEXT
	JNZ step
	END

// func narrow6dot(pairs int, a *int16, lda int, b *int16, scale *float32, c *float32, ldc int)
// The same where the processor multiplies and adds at once.
#define ROWDOT(a, x, y) \
	VPBROADCASTD a, Y14 \
	VPDPWSSD Y12, Y14, x \
	VPDPWSSD Y13, Y14, y

TEXT ·narrow6dot(SB), NOSPLIT, $0-56
	BEGIN

step:
	VMOVDQU (DI), Y12
	VMOVDQU 32(DI), Y13
	ROWDOT((SI), Y0, Y1)
	ROWDOT((SI)(R8*1), Y2, Y3)
	ROWDOT((SI)(R8*2), Y4, Y5)
	ROWDOT((R11), Y6, Y7)
	ROWDOT((R11)(R8*1), Y8, Y9)
	ROWDOT((R11)(R8*2), Y10, Y11)
	NEXT
	JNZ step
	END

// func round16(n int, x *float32, factor float32, to *int16)
// Puts n numbers, times a factor, to as many whole ones; n is divided by 16. Halves go to the even one.
TEXT ·round16(SB), NOSPLIT, $0-32
	MOVQ         n+0(FP), CX
	MOVQ         x+8(FP), SI
	VBROADCASTSS factor+16(FP), Y15
	MOVQ         to+24(FP), DI

rounds:
	VMULPS    (SI), Y15, Y0
	VMULPS    32(SI), Y15, Y1
	VCVTPS2DQ Y0, Y0
	VCVTPS2DQ Y1, Y1
	VPACKSSDW Y1, Y0, Y0
	VPERMQ    $0xD8, Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $64, SI
	ADDQ      $32, DI
	SUBQ      $16, CX
	JNZ       rounds
	VZEROUPPER
	RET
