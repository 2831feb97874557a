/** Texts to read aloud, written for this page: every sound of the language in 15 to 25 seconds at a calm pace. */
export const reading = {
  en: 'On a bright, cold morning, Joyce walked through the quiet village with her brown dog. The old church bell rang twice; a young boy threw his blue ball over the garden wall and laughed. “Could you fetch that?” he asked. She shared her fresh orange juice, as usual, and together they watched the huge clouds vanish beyond the southern hills.',
  ja: 'よく晴れた冬の朝、港の市場は、にぎやかな声であふれていました。魚屋の息子は、活きのいい鯵を持ち上げて、「今日は三百円、お買い得ですよ」と笑います。隣の喫茶店からは、焼きたてのパンと、熱い珈琲の香り。おばあさんは旅行かばんを下ろし、ぴょんと跳ねた白い子猫に、ゆっくりと手を振りました。',
  de: 'An einem kühlen Herbstmorgen ging Jakob quer durch den alten Park. Zwei Eichhörnchen jagten über die feuchte Wiese, und hoch oben in den Bäumen zwitscherten die Vögel. „Möchtest du frische Brötchen?“, fragte seine Schwester. Er nickte, zog die Handschuhe aus und freute sich auf heißen Tee, süße Pflaumen und ein langes, ruhiges Gespräch am Küchentisch.',
  es: 'Una mañana fría de enero, Joaquín subió despacio al cerro con su perro pequeño. Abajo, el pueblo todavía dormía; solo se oían la lluvia, las campanas y el zumbido de una vieja radio. «¿Quieres chocolate caliente?», le gritó su hermana desde la ventana. Él guiñó un ojo, recogió leña seca y volvió a casa corriendo, feliz como un niño.',
  fr: 'Par un beau matin de juin, Agnès descend la vieille rue pavée jusqu’au marché. Le boulanger chante, un chien dort à l’ombre, et une brise légère agite les feuilles du platane. « Vous prendrez bien une brioche ? » demande-t-il. Elle choisit huit pêches, un oignon, un peu de fromage, puis s’assoit près de la fontaine pour regarder jouer les enfants.',
  ko: '맑은 가을 아침, 지호는 할머니와 함께 조용한 바닷가를 걸었습니다. 갈매기 떼가 높이 날고, 고깃배 한 척이 천천히 항구로 돌아왔지요. “뜨거운 옥수수차 한 잔 마실래?” 할머니가 웃으며 물었습니다. 지호는 고개를 끄덕이고, 주머니에서 예쁜 조개껍데기를 꺼내 햇빛에 비춰 보았습니다.',
  zh: '清晨的阳光照在安静的湖面上，远处的山像一幅淡淡的水墨画。小女孩骑着红色的自行车，穿过热闹的菜市场，买了两斤新鲜的苹果和一束紫色的花。奶奶在门口笑着问：“冷不冷？快进屋喝杯热茶吧。”窗外下起了小雨，猫儿却睡得正香。',
};
